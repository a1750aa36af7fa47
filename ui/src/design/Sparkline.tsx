// Fourteen days in one line: today's unfinished day is dashed and ends in a dot. A table stands behind it.
import classes from "./Sparkline.module.css";

interface SparklineProps {
  label: string;
  points: { label: string; value: number; text: string }[];
}

const WIDTH = 112;
const HEIGHT = 36;
const EDGE = 4;

export function Sparkline({ label, points }: SparklineProps) {
  const highest = Math.max(1, ...points.map((point) => point.value));
  const step = points.length > 1 ? (WIDTH - 2 * EDGE) / (points.length - 1) : 0;
  const spots = points.map((point, index) => ({
    x: EDGE + index * step,
    y: HEIGHT - EDGE - 2 - (point.value / highest) * (HEIGHT - 2 * EDGE - 2),
  }));
  const done = spots.slice(0, -1);
  const today = spots[spots.length - 1];
  const yesterday = spots[spots.length - 2];
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width={WIDTH}
        height={HEIGHT}
        aria-hidden
        className={classes.chart}
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={classes.axis} />
        <polyline points={done.map((spot) => `${spot.x},${spot.y}`).join(" ")} className={classes.line} />
        {yesterday && today ? (
          <line x1={yesterday.x} y1={yesterday.y} x2={today.x} y2={today.y} className={classes.today} />
        ) : null}
        {today ? <circle cx={today.x} cy={today.y} r={2.5} className={classes.dot} /> : null}
      </svg>
      <table className="only-heard">
        <caption>{label}</caption>
        <tbody>
          {points.map((point) => (
            <tr key={point.label}>
              <th scope="row">{point.label}</th>
              <td>{point.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
