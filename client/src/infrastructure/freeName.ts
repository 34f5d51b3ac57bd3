/**
 * The first of `slot-3.rssv2.yaml`, `slot-3-2.rssv2.yaml`, `slot-3-3.rssv2.yaml` … that is not taken.
 * @param fileName the name wanted; a number goes before `.rssv2.`, or before the last dot where there is none
 */
export async function freeName(
	fileName: string,
	isTaken: (name: string) => Promise<boolean>,
): Promise<string> {
	const marker = fileName.lastIndexOf('.rssv2.');
	const dot = marker > 0 ? marker : fileName.lastIndexOf('.');
	const end = dot > 0 ? dot : fileName.length;
	for (let n = 1; ; n++) {
		const name = n === 1 ? fileName : `${fileName.slice(0, end)}-${n}${fileName.slice(end)}`;
		if (!(await isTaken(name))) return name;
	}
}
