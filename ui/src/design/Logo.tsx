// The product's sign.
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden style={{ flex: "none" }}>
      <rect width="24" height="24" rx="6" fill="var(--accent)" />
      <path
        d="M15.6 8.3C14.9 7.2 13.6 6.6 12 6.6c-2.2 0-3.7 1.1-3.7 2.8 0 3.900 7.600 1.800 7.600 5.400 0 1.700-1.600 2.700-3.800 2.700-1.900 0-3.300-.7-4-2"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.1"
        strokeLinecap="round"
      />
    </svg>
  );
}
