/** What an example shows: its first comment, which every example begins with. */
export function describeExample(text: string): string {
	const [line = ''] = text.split('\n', 1);
	return /^(?:#|\/\/)\s*(.+?)\s*$/.exec(line)?.[1] ?? '';
}
