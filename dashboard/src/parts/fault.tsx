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
    return <Notice>This page has a fault: {failure.message}. Its data is still there, by the API.</Notice>;
  }
}
