import { describe, expect, it } from 'vitest';
import { checkText } from '../../../server/src/validation/check.js';

const file = (maxNumVFs: number, vports: string) => `version: 1
adapter:
  name: SR-IOV
  mode: vmq
  capabilities: { preset: vmmq-64, maxNumVFs: ${maxNumVFs}, maxNumVPorts: 16 }
  rssProcessors: { base: "0:2", max: "0:9" }
vports:
${vports}`;

/** Code and text of every error, in the order of the file. */
function refusals(text: string): string[] {
	return checkText(text, { fileName: 'vf.rssv2.yaml' })
		.findings.filter(({ severity }) => severity === 'error')
		.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
}

describe('VPorts of virtual functions', () => {
	it('several on one, in any order, and any that the adapter has', () => {
		const vports = [7, 0, 7, 3].map((vf, i) => `  - { id: ${i + 1}, attachedTo: "vf:${vf}", rss: false }\n`);
		expect(refusals(file(8, vports.join('')))).toEqual([]);
	});

	it('each on one that the adapter does not have is told at its place', () => {
		const vports = ['vf:7', 'vf:8', 'vf:8'].map(
			(vf, i) => `  - { id: ${i + 1}, attachedTo: ${vf}, rss: false }\n`,
		);
		expect(refusals(file(8, vports.join('')))).toEqual([
			'NDIS_STATUS_INVALID_PARAMETER vf:8',
			'NDIS_STATUS_INVALID_PARAMETER vf:8',
		]);
	});

	it('an adapter without any says so', () => {
		expect(refusals(file(0, '  - { id: 1, attachedTo: vf:0, rss: false }\n'))).toEqual([
			'NDIS_STATUS_NOT_SUPPORTED vf:0',
		]);
	});
});
