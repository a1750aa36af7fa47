// Mail HTML in a frame that runs nothing, fetches nothing and belongs to no origin.
import classes from "./templates.module.css";

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

type Props = { html: string; title: string; inverted?: boolean; inert?: boolean };

export function MessageFrame({ html, title, inverted = false, inert = false }: Props) {
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
