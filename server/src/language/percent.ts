/** A share, 0..1, for people: `33.3 %`. */
export function percent(share: number): string {
	return `${Math.round(share * 1000) / 10} %`;
}
