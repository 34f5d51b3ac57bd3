import type { FindingView } from '../../../server/src/protocol.js';

/** Sign of a severity; shapes differ, so that it needs no colour. The word stands beside it. */
export function SeverityIcon({ severity }: { severity: FindingView['severity'] }) {
	return (
		<svg class={`icon ${severity}`} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
			{severity === 'error' && <path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1M5.4 5.4l5.2 5.2m0-5.2-5.2 5.2" />}
			{severity === 'warning' && <path d="M8 1.8 15 14H1ZM8 6.2v3.6m0 1.5v1.1" />}
			{severity === 'information' && <path d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m0 3.6v1m0 2v4" />}
			{severity === 'hint' && <path d="M8 2.5v7m0 2.5v1.5" />}
		</svg>
	);
}
