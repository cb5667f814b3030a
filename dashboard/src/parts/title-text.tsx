/**
 * A title as a stranger wrote it: set apart from the direction of the text around it, whole for a pointer where it is cut
 * off, and marked where the video is there no more (style/titles.css).
 */
export const TitleText = ({
  title,
  language,
  isGone = false,
}: {
  readonly title: string;
  /** As YouTube or the words tell it; absent = not known. Fonts draw the same characters otherwise in another language. */
  readonly language?: string | null;
  readonly isGone?: boolean;
}) => (
  <bdi
    {...(isGone ? { className: "gone-title" } : {})}
    title={isGone ? `${title} (deleted or private)` : title}
    {...(language ? { lang: language } : {})}
  >
    {title || "(no title)"}
  </bdi>
);
