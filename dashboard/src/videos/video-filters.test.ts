import { describe, expect, it } from "vitest";
import {
  isChosen,
  savedQuery,
  shownColumns,
  sortedBy,
  videosFile,
  videosQuestion,
  withAll,
  withColumn,
  withoutFilters,
  withToggled,
} from "./video-filters.ts";

const params = (text: string): URLSearchParams => new URLSearchParams(text);

describe("an address of the explorer", () => {
  it("asks the API for its own parameters only, since it refuses those it does not know", () => {
    expect(videosQuestion(params("tag=a&tag=b&cols=title,views&zone=UTC&locale=de-DE&q="), null)).toBe(
      "/api/v1/videos?tag=a&tag=b&limit=100",
    );
    expect(videosQuestion(params("sort=-views"), "next+1")).toBe(
      "/api/v1/videos?sort=-views&limit=100&cursor=next%2B1",
    );
  });

  it("exports the rows and columns that are shown, and nothing else", () => {
    expect(videosFile("csv", params("viewsMin=5&cols=title,views,outlier&sort=-views"))).toBe(
      "/api/v1/videos.csv?viewsMin=5&sort=-views&fields=id%2Ctitle%2Ccounters.views%2Coutlier",
    );
  });

  it("is saved for everybody without its saver's zone and language", () => {
    expect(savedQuery(params("tag=a&zone=UTC&cols=views&locale=de-DE&tag=b"))).toBe("tag=a&cols=views&tag=b");
  });

  it("keeps the title whatever columns are named, and the columns in their order", () => {
    expect([...shownColumns(params("cols=views"))]).toEqual(["title", "views"]);
    expect(withColumn(params("cols=views"), "channel", true).get("cols")).toBe("title,channel,views");
    expect(withColumn(params("cols=views,channel"), "views", false).get("cols")).toBe("title,channel");
  });

  it("sorts the highest first, and turns round when it is asked for again", () => {
    const once = sortedBy(params(""), "views");
    expect(once.get("sort")).toBe("-views");
    expect(sortedBy(once, "views").get("sort")).toBe("views");
    expect(sortedBy(params(""), "publishedAt").get("sort")).toBe("publishedAt");
  });

  it("knows a tag of a facet however it is written, and takes it out as it stands", () => {
    const facet = { value: "baking", label: "Baking" };
    for (const written of ["Baking", "baking"]) {
      expect(isChosen(params(`tag=${written}`), "tag", facet)).toBe(true);
      expect(withToggled(params(`tag=${written}&tag=bread`), "tag", facet).toString()).toBe("tag=bread");
    }
    expect(withToggled(params("tag=bread"), "tag", facet).toString()).toBe("tag=bread&tag=baking");
    expect(isChosen(params("channel=Baking"), "channel", facet)).toBe(false);
  });

  it("gives up the order by relevance with the words that it was about", () => {
    expect(withAll(params("q=bread&sort=relevance"), "q", []).toString()).toBe("");
    expect(withoutFilters(params("q=bread&sort=relevance&tag=a&cols=views")).toString()).toBe("cols=views");
  });
});
