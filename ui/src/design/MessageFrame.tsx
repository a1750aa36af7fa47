// Mail HTML in a frame that runs nothing, fetches nothing and belongs to no origin.
import classes from "./MessageFrame.module.css";

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

interface MessageFrameProps {
  html: string;
  title: string;
  /** As a mail program in dark mode would show it. */
  inverted?: boolean;
  /** A picture of the message: no focus, nothing read aloud. */
  inert?: boolean;
}

export function MessageFrame({ html, title, inverted = false, inert = false }: MessageFrameProps) {
  const page = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">${html}`;
  return (
    <iframe
      title={title}
      sandbox=""
      srcDoc={page}
      className={classes.frame}
      data-inverted={inverted || undefined}
      tabIndex={inert ? -1 : undefined}
      aria-hidden={inert || undefined}
    />
  );
}
