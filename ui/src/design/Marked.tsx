// Text with the searched letters underlined by a low marker stroke.
import { markMatches } from "@/lib/text";
import classes from "./Marked.module.css";

export function Marked({ text, search }: { text: string; search: string }) {
  if (!search) return text;
  let at = 0;
  return markMatches(text, search).map((piece) => {
    const key = at;
    at += piece.text.length;
    return piece.match ? (
      <mark key={key} className={classes.mark}>
        {piece.text}
      </mark>
    ) : (
      <span key={key}>{piece.text}</span>
    );
  });
}
