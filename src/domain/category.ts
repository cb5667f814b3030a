/** A category of YouTube's, as `videoCategories.list` names it in English. */
export interface Category {
  readonly id: string;
  readonly name: string;
}

/**
 * All categories, by rising id. The list has not changed in ten years; asking for it would cost a unit and a region, which
 * say the same of all but the few of which `assignable` is false (30 to 44: films and shows of YouTube's own).
 */
export const CATEGORIES: readonly Category[] = Object.entries({
  1: "Film & Animation",
  2: "Autos & Vehicles",
  10: "Music",
  15: "Pets & Animals",
  17: "Sports",
  18: "Short Movies",
  19: "Travel & Events",
  20: "Gaming",
  21: "Videoblogging",
  22: "People & Blogs",
  23: "Comedy",
  24: "Entertainment",
  25: "News & Politics",
  26: "Howto & Style",
  27: "Education",
  28: "Science & Technology",
  29: "Nonprofits & Activism",
  30: "Movies",
  31: "Anime/Animation",
  32: "Action/Adventure",
  33: "Classics",
  34: "Comedy",
  35: "Documentary",
  36: "Drama",
  37: "Family",
  38: "Foreign",
  39: "Horror",
  40: "Sci-Fi/Fantasy",
  41: "Thriller",
  42: "Shorts",
  43: "Shows",
  44: "Trailers",
}).map(([id, name]) => ({ id, name }));
