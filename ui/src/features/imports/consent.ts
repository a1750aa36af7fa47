// How a word in a column of consents is read, as the server reads it: whole words only, and the column's name counts.

const YES = "oui o yes y 1 true vrai x ok ja j si s sim on ✓ ✔ verdadero".split(" ");
const NO = "non n no 0 false faux nein nao off falso ✗".split(" ");
const GRANTED =
  "abonne abonnee inscrit inscrite subscribed optin doubleoptin optedin granted accepte accepted accord consenti consentement agreed confirmed confirme active actif abonniert angemeldet suscrito inscrito iscritto iscritta autorise authorized".split(
    " ",
  );
const REFUSED =
  "desabonne desabonnee desinscrit desinscrite unsubscribed optout optedout refuse refused denied blacklisted blacklist blocklisted blocked bloque stop inactive inactif abgemeldet dadodebaja baja disiscritto cancellato cancelado nonabonne noninscrit notsubscribed opposition oppose opposee".split(
    " ",
  );
/** Columns of these names list who does not want to be written to: their yes means no. */
const REFUSALS =
  "blacklisted blacklist blocklisted blocklist unsubscribed unsubscribe unsub desabonne desabonnee desabonnement desinscrit desinscrite desinscription optout refus refuse opposition oppose stop abgemeldet abmeldung baja disiscritto bloque".split(
    " ",
  );
const PHRASES = [
  "opt out",
  "opted out",
  "do not ",
  "ne pas ",
  "no contactar",
  "non contattare",
  "nicht kontaktieren",
];

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export function isRefusal(header: string): boolean {
  const words = fold(header).replace(/[^\p{L}\p{N}]/gu, " ");
  return (
    words.split(/\s+/).some((word) => REFUSALS.includes(word)) ||
    PHRASES.some((phrase) => `${words} `.includes(phrase))
  );
}

/** What a cell says of a consent; `null` records nothing. */
export function consentOf(cell: string, header = ""): "granted" | "refused" | null {
  const word = fold(cell.trim()).replace(/[ \-_.]/g, "");
  const turned = isRefusal(header);
  if (GRANTED.includes(word)) return "granted";
  if (REFUSED.includes(word)) return "refused";
  if (YES.includes(word)) return turned ? "refused" : "granted";
  if (NO.includes(word)) return turned ? "granted" : "refused";
  // The day on which somebody unsubscribed.
  return turned && /\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}/.test(cell) ? "refused" : null;
}
