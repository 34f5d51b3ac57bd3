/** A file name without its ending, of an adapter's name: `slot-3-port-1`; `adapter` where no letter or digit is in it. */
export function fileStem(adapter: string): string {
	const name = adapter.toLowerCase().replace(/[^a-z0-9]+/g, '-');
	return name.replace(/^-|-$/g, '') || 'adapter';
}
