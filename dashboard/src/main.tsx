import "@mantine/core/styles.css";
import "uplot/dist/uPlot.min.css";
import "./style/page.css";
import "./style/top.css";
import "./style/discoveries.css";
import "./style/forms.css";
import "./style/parts.css";
import "./style/chart.css";
import "./style/videos.css";
import "./style/channels.css";
import "./style/titles.css";
import "./style/screens.css";
import "./style/print.css";
import { createTheme, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, useCallback, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { SignIn } from "./access/sign-in.tsx";
import { SignInDialog } from "./access/sign-in-dialog.tsx";
import { endWaiting } from "./access/sign-in-gate.ts";
import { openQuestioner } from "./api/questioner.ts";
import { Heading } from "./parts/heading.tsx";
import { ReaderProvider } from "./reader.tsx";
import { Shell } from "./shell.tsx";

const theme = createTheme({ fontFamily: "inherit", primaryShade: 8, respectReducedMotion: true });

/** Whether some answer was refused for want of a token, for whoever wants to know. */
const listeners = new Set<() => void>();
let signedOut = false;
const setSignedOut = (now: boolean): void => {
  signedOut = now;
  for (const tell of listeners) tell();
};
const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

const FROM_ELSEWHERE = "From other machines than its own the service answers only those it knows.";

function App() {
  const [questioner] = useState(() => openQuestioner(() => setSignedOut(true)));
  const isSignedOut = useSyncExternalStore(subscribe, () => signedOut);
  const signedIn = useCallback(() => {
    setSignedOut(false);
    // What waited for this when the session ended goes on.
    endWaiting(true);
    void questioner.resetQueries();
  }, [questioner]);
  return (
    <QueryClientProvider client={questioner}>
      {isSignedOut ? (
        <main className="sign-in">
          <Heading title="Sign in" />
          <SignIn why={FROM_ELSEWHERE} done={signedIn} />
        </main>
      ) : (
        <ReaderProvider>
          <Shell />
          <SignInDialog />
        </ReaderProvider>
      )}
    </QueryClientProvider>
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("the page has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <App />
    </MantineProvider>
  </StrictMode>,
);
