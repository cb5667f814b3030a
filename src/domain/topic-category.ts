/**
 * Which video category a topic belongs to (docs/formulas/frontier.md): YouTube assigns channels topics, and no category. Those that
 * are not here tell nothing.
 */
const TOPICS: Readonly<Record<string, string>> = {
  1: "Film",
  2: "Vehicle",
  10: "Music Christian_music Classical_music Country_music Electronic_music Hip_hop_music Independent_music Jazz Music_of_Asia Music_of_Latin_America Pop_music Reggae Rhythm_and_blues Rock_music Soul_music",
  15: "Pet",
  17: "Sport American_football Baseball Basketball Boxing Cricket Association_football Golf Ice_hockey Mixed_martial_arts Motorsport Tennis Volleyball Professional_wrestling",
  19: "Tourism",
  20: "Video_game_culture Action_game Action-adventure_game Casual_game Music_video_game Puzzle_video_game Racing_video_game Role-playing_video_game Simulation_video_game Sports_game Strategy_video_game",
  22: "Lifestyle_(sociology)",
  23: "Humour Humor",
  24: "Entertainment Performing_arts Television_program",
  25: "Politics Society Military Business",
  26: "Fashion Food Hobby Physical_attractiveness Physical_fitness Health",
  27: "Knowledge",
  28: "Technology",
  29: "Religion",
};

const CATEGORY_OF = new Map(
  Object.entries(TOPICS).flatMap(([category, topics]) => topics.split(" ").map((topic) => [topic, category] as const)),
);

/** The categories of topics, each once. */
export const categoriesOfTopics = (topics: readonly string[]): readonly string[] => [
  ...new Set(topics.flatMap((topic) => CATEGORY_OF.get(topic) ?? [])),
];
