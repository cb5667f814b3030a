import { NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { useSession } from "./access/permitted.tsx";
import { wantSignIn } from "./access/sign-in-gate.ts";
import { signOut } from "./api/ask.ts";
import { LOCALE, LOCALES, setLocale } from "./format/locale.ts";
import { Fault } from "./parts/fault.tsx";
import { Heading } from "./parts/heading.tsx";
import { Notice } from "./parts/notice.tsx";
import { pages } from "./paths.ts";
import { useReader } from "./reader.tsx";
import { TopBar } from "./top-bar.tsx";

// Each page is loaded when it is opened first.
const OverviewPage = lazy(async () => ({ default: (await import("./overview/overview-page.tsx")).OverviewPage }));
const VideosPage = lazy(async () => ({ default: (await import("./videos/videos-page.tsx")).VideosPage }));
const VideoPage = lazy(async () => ({ default: (await import("./video/video-page.tsx")).VideoPage }));
const ChannelsPage = lazy(async () => ({ default: (await import("./channels/channels-page.tsx")).ChannelsPage }));
const WatchesPage = lazy(async () => ({ default: (await import("./watches/watches-page.tsx")).WatchesPage }));
const WatchPage = lazy(async () => ({ default: (await import("./watches/watch-page.tsx")).WatchPage }));
const DiscoveriesPage = lazy(async () => ({
  default: (await import("./discoveries/discoveries-page.tsx")).DiscoveriesPage,
}));
const DiscoveryPage = lazy(async () => ({ default: (await import("./discoveries/discovery-page.tsx")).DiscoveryPage }));
const ProjectsPage = lazy(async () => ({ default: (await import("./projects/projects-page.tsx")).ProjectsPage }));
const SettingsPage = lazy(async () => ({ default: (await import("./settings/settings-page.tsx")).SettingsPage }));
const HowPage = lazy(async () => ({ default: (await import("./parts/how-page.tsx")).HowPage }));
const InsightsPage = lazy(async () => ({ default: (await import("./insights/insights-page.tsx")).InsightsPage }));
const CollectorPage = lazy(async () => ({ default: (await import("./collector/collector-page.tsx")).CollectorPage }));
const DictionaryPage = lazy(async () => ({
  default: (await import("./dictionary/dictionary-page.tsx")).DictionaryPage,
}));
const ChannelPage = lazy(async () => ({ default: (await import("./channel/channel-page.tsx")).ChannelPage }));

const ComparePage = lazy(async () => ({ default: (await import("./compare/compare-page.tsx")).ComparePage }));

/** What stands above every page, in this order. */
const PLACES = [
  [pages.overview, "Overview"],
  [pages.videos, "Videos"],
  [pages.channels, "Channels"],
  [pages.compare, "Compare"],
  ["/insights", "Insights"],
  [pages.watches, "Watches"],
  [pages.discoveries, "Discoveries"],
  [pages.collector, "Collector"],
  [pages.projects, "Projects"],
  [pages.settings, "Settings"],
  [pages.dictionary, "Dictionary"],
] as const;

/** What stands around every page. */
export function Shell() {
  const [page] = useLocation();
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <TopBar places={PLACES}>
        <Preferences />
      </TopBar>
      <main id="main" tabIndex={-1}>
        <Fault page={page}>
          <Suspense fallback={<div className="waiting" style={{ minHeight: "60vh" }} />}>
            <Switch>
              <Route path="/" component={OverviewPage} />
              <Route path="/videos" component={VideosPage} />
              <Route path="/videos/:id">{({ id }) => <VideoPage key={id} id={id} />}</Route>
              <Route path="/channels" component={ChannelsPage} />
              <Route path="/channels/:id">{({ id }) => <ChannelPage key={id} id={id} />}</Route>
              <Route path="/compare" component={ComparePage} />
              <Route path="/watches" component={WatchesPage} />
              <Route path="/watches/:id">{({ id }) => <WatchPage key={id} id={id} />}</Route>
              <Route path="/discoveries" component={DiscoveriesPage} />
              <Route path="/discoveries/:id">{({ id }) => <DiscoveryPage key={id} id={id} />}</Route>
              <Route path="/projects" component={ProjectsPage} />
              <Route path="/settings" component={SettingsPage} />
              <Route path="/insights/:part?">{({ part }) => <InsightsPage part={part ?? "trending"} />}</Route>
              <Route path="/collector" component={CollectorPage} />
              <Route path="/dictionary" component={DictionaryPage} />
              <Route path="/how/:formula">{({ formula }) => <HowPage formula={formula} />}</Route>
              <Route path="/login">
                <Redirect to={pages.overview} />
              </Route>
              <Route>
                <Heading title="Nothing here" />
                <Notice>There is no such page.</Notice>
              </Route>
            </Switch>
          </Suspense>
        </Fault>
      </main>
    </>
  );
}

function Preferences() {
  const { zone, zones, setZone, thumbnails, setThumbnails } = useReader();
  return (
    <div className="preferences">
      <NativeSelect
        aria-label="Time zone of all times"
        size="xs"
        value={zone}
        data={[...zones]}
        onChange={(event) => setZone(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label="Whose way of writing numbers and dates"
        size="xs"
        value={LOCALE}
        data={[...LOCALES]}
        onChange={(event) => setLocale(event.currentTarget.value)}
      />
      <label>
        <input type="checkbox" checked={thumbnails} onChange={(event) => setThumbnails(event.currentTarget.checked)} />{" "}
        Thumbnails
      </label>
      <SignInOrOut />
    </div>
  );
}

/** Reading may be open to this machine, and what is signed out can still be signed in. */
function SignInOrOut() {
  const { data: session } = useSession();
  const leaving = useMutation({ mutationFn: signOut, onSuccess: () => location.assign(pages.overview) });
  if (session?.scope === null) {
    return (
      <button
        type="button"
        className="link"
        onClick={() => void wantSignIn("Whoever changes something signs in first.")}
      >
        Sign in
      </button>
    );
  }
  return (
    <>
      <button type="button" className="link" disabled={leaving.isPending} onClick={() => leaving.mutate()}>
        Sign out
      </button>
      {leaving.error ? (
        <span className="bad" role="alert">
          Not signed out: {leaving.error.message}
        </span>
      ) : null}
    </>
  );
}
