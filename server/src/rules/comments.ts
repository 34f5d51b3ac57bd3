import { exampleText } from './example.js';
import type { LintDescriptor } from './rule.js';

const idle = 'numberOfQueues: 8, indirectionTable: ["0:2", "0:4"]';
const even = 'numberOfQueues: 2, indirectionTable: ["0:2", "0:4"]';

/** A configuration whose VPort has a comment before it. */
const commented = (comment: string, vport: string) =>
	exampleText({ vport }).replace('vports:\n', `vports:\n  # ${comment}\n`);

/** A comment that keeps nothing from being told. */
export const unusedSuppression: LintDescriptor = {
	id: 'unused-suppression',
	severity: 'warning',
	summary: 'An `rssv2-ignore` comment keeps nothing from being told.',
	documentation:
		'What it was written for is gone, or stands elsewhere: the comment would hide the next one of its kind. Remove it. Of `not-on-target` and `shared-processors` this is told only where the device, or another adapter of the host, is known.',
	examples: {
		bad: commented('rssv2-ignore idle-queues: room to grow', even),
		good: commented('rssv2-ignore idle-queues: room to grow', idle),
	},
};

/** A comment without a reason. */
export const suppressionWithoutReason: LintDescriptor = {
	id: 'suppression-without-reason',
	severity: 'information',
	summary: 'An `rssv2-ignore` comment does not say why.',
	documentation:
		'Whoever reads the file next wants to know whether the reason still holds: write it behind a colon.',
	examples: {
		bad: commented('rssv2-ignore idle-queues', idle),
		good: commented('rssv2-ignore idle-queues: room to grow', idle),
	},
};

/** A comment that names no lint. */
export const unknownRule: LintDescriptor = {
	id: 'unknown-rule',
	severity: 'warning',
	summary: 'An `rssv2-ignore` comment names no lint.',
	documentation:
		'A name that no lint has keeps nothing from being told; the nearest name is proposed. The refusals of an adapter cannot be ignored.',
	examples: {
		bad: commented('rssv2-ignore boot-procesor: it idles', even),
		good: exampleText({ vport: even }),
	},
};

/** The lints about `rssv2-ignore` comments. */
export const commentLints: readonly LintDescriptor[] = [
	unusedSuppression,
	suppressionWithoutReason,
	unknownRule,
];
