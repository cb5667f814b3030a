import { Component, type ReactNode } from "react";
import { Notice } from "./notice.tsx";

interface FaultProps {
  /** Another page is another try. */
  readonly page: string;
  readonly children: ReactNode;
}

interface FaultState {
  readonly failure: { readonly page: string; readonly message: string } | null;
}

/** Catches what a page throws, so that a fault of ours is a sentence and not a blank. */
export class Fault extends Component<FaultProps, FaultState> {
  override state: FaultState = { failure: null };

  static getDerivedStateFromError(error: unknown): FaultState {
    return { failure: { page: location.pathname, message: error instanceof Error ? error.message : String(error) } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null || failure.page !== this.props.page) return this.props.children;
    // A newer version has files of other names: a page that was open before it finds none of its own any more.
    const anew = (
      <button type="button" className="button" onClick={() => location.reload()}>
        Load the page anew
      </button>
    );
    return (
      <Notice action={anew}>This page has a fault: {failure.message}. Its data is still there, by the API.</Notice>
    );
  }
}
