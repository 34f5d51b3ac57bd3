import type { FindingView } from '../../../server/src/protocol.js';

/** `27.3 %`, `25 %`, `<0.1 %`: a share (0..1) to one decimal where it has one. */
export function percent(share: number): string {
	return `${percentFigure(share)} %`;
}

/** The figure of `percent` alone, for where the unit is told elsewhere. */
export function percentFigure(share: number): string {
	if (share > 0 && share < 0.0005) return '<0.1';
	return String(Math.round(share * 1000) / 10);
}

/** Figures of shares that stand together: all with one decimal where any of them needs it. */
export function alignedFigures(shares: Iterable<number>): (share: number) => string {
	const whole = [...shares].every((share) => /^\d+$/.test(percentFigure(share)));
	return (share) => {
		const plain = percentFigure(share);
		return whole || plain.startsWith('<') ? plain : (share * 100).toFixed(1);
	};
}

/** `1 entry`, `64 entries`. */
export function count(n: number, one: string, many = `${one}s`): string {
	return `${figure(n)} ${n === 1 ? one : many}`;
}

const severities = { error: 'Error', warning: 'Warning', information: 'Information', hint: 'Hint' } as const;

/** A severity as users read it. */
export function severityWord(severity: FindingView['severity']): string {
	return severities[severity];
}

/** `1,234,567` */
export function figure(n: number): string {
	return n.toLocaleString('en');
}
