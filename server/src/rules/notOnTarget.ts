import { exampleText } from './example.js';
import type { LintDescriptor } from './rule.js';

/** What the device that a file is for cannot be given; the kinds of devices know that themselves. */
export const notOnTarget: LintDescriptor = {
	id: 'not-on-target',
	severity: 'information',
	summary: 'A value that the device the file is for cannot be given.',
	documentation:
		'A push leaves out what its device has no way to be given: on Windows the key, the hash types and the entries of a table, on Linux some hash types and what the driver lacks. It is told for the device in the status bar, and on the command line with `rssv2 check --device`.',
	examples: {
		bad: exampleText({
			vport: 'windows: { vm: sql01 }, numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]',
		}),
		good: exampleText({ vport: 'windows: { vm: sql01 }, rss: false' }),
		device: 'windows:///SLOT%203',
	},
};
