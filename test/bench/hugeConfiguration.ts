import type { Syntax } from '../../server/src/config/tree.js';

/** A host of many VPorts, every table spelled out, one entry to a line, with nothing to complain of. */
export function hugeConfiguration(syntax: Syntax, vports: number, entries: number): string {
	const limits = {
		preset: 'vmmq-64',
		maxNumVPorts: vports,
		maxNumQueuePairs: vports * 8,
		maxNumRssCapableNonDefaultPFVPorts: vports,
		numberOfIndirectionTableEntriesForDefaultVPort: entries,
		numberOfIndirectionTableEntriesPerNonDefaultPFVPort: entries,
	};
	const cell = (vport: number, entry: number) => `"0:${2 * ((vport + entry) % 8) + 2}"`;
	const range = (length: number) => Array.from({ length }, (_, i) => i);
	if (syntax === 'json') {
		const bodies = range(vports).map(
			(id) =>
				`    {\n      "id": ${id},\n      "name": "vm${id}",\n      "numberOfQueues": 8,\n      "indirectionTable": [\n${range(
					entries,
				)
					.map((entry) => `        ${cell(id, entry)}`)
					.join(',\n')}\n      ]\n    }`,
		);
		return `{\n  // ${vports} VPorts\n  "version": 1,\n  "adapter": { "name": "Ethernet", "mode": "vmq", "capabilities": ${JSON.stringify(limits)}, "rssProcessors": { "base": "0:2", "max": "0:16" } },\n  "vports": [\n${bodies.join(',\n')}\n  ]\n}\n`;
	}
	const capabilities = Object.entries(limits).map(([name, value]) => `    ${name}: ${value}\n`);
	const bodies = range(vports).map(
		(id) =>
			`  - id: ${id}\n    name: vm${id}\n    numberOfQueues: 8\n    indirectionTable:\n${range(entries)
				.map((entry) => `        - ${cell(id, entry)}\n`)
				.join('')}`,
	);
	return `# ${vports} VPorts\nversion: 1\nadapter:\n  name: Ethernet\n  mode: vmq\n  capabilities:\n${capabilities.join('')}  rssProcessors: { base: "0:2", max: "0:16" }\nvports:\n${bodies.join('')}`;
}
