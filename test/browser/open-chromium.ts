import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Made for functions in a cloud, where one page is opened and all is over: as one process it ends with its first page. */
const FOR_CLOUDS = ["--single-process", "--no-zygote"];

// Nothing of ours needs a graphics card: drawing through the image of one costs more than all that is drawn.
chromium.setGraphicsMode = false;

/** A real browser, which came with the packages: nothing has to be installed on the machine. */
export const openChromium = async (): Promise<Browser> =>
  playwright.launch({
    args: [...chromium.args.filter((arg) => !FOR_CLOUDS.includes(arg)), "--disable-gpu"],
    executablePath: await chromium.executablePath(),
    headless: true,
  });
