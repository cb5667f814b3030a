import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Folders by what their files cost, the dearest first. A service's day is two lines long and takes half a minute: by
 * their sizes, as Vitest orders files it has not met, such files would come last and one worker would wait for the other.
 */
const DEAREST = [
  "test/service",
  "test/browser",
  "test/bench",
  "test/embedded",
  "test/cli",
  "test/package",
  "test/storage",
  "test/api",
];

export class HeaviestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification): number => {
      const path = relative(project.config.root, moduleId);
      const place = DEAREST.findIndex((folder) => path.startsWith(`${folder}/`));
      return place < 0 ? DEAREST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
