import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CliUnderTest } from '../support/cli.js';
import { EmulatedFleet, wantedText, whyNoAnsible } from '../support/fleet.js';
import { summary } from './statistics.js';

/**
 * How the time of `rssv2 fleet push` grows with the hosts, all of them one batch, four at the same time. The peer is plain
 * Ansible that runs `true` in place of our push: the same hosts, the same forks, the same module on this machine. The
 * emulators run in this process, on the same cores.
 */
const SIZES = [1, 10, 50];
const ROUNDS = 3;
const FORKS = '--forks=4';

const NOTHING = `- hosts: all
  gather_facts: false
  tasks:
    - ansible.builtin.command: { argv: ["true"] }
      vars: { ansible_connection: local, ansible_python_interpreter: "{{ ansible_playbook_python }}" }
`;

const reason = whyNoAnsible();

test.skipIf(reason !== undefined)(
	`a fleet against plain Ansible${reason === undefined ? '' : ` (${reason})`}`,
	async () => {
		const cli = await CliUnderTest.build();
		const files = [
			await cli.file('one.rssv2.yaml', wantedText),
			await cli.file(
				'two.rssv2.yaml',
				wantedText.replaceAll('"0:8"', '"0:14"').replaceAll('"0:12"', '"0:4"'),
			),
		];
		try {
			for (const size of SIZES) {
				const fleet = await EmulatedFleet.start(Array.from({ length: size }, (_, i) => `host${i}`));
				const inventory = await fleet.inventory();
				const nothing = join(fleet.folder, 'nothing.yaml');
				await writeFile(nothing, NOTHING);
				const [ours, plain]: [number[], number[]] = [[], []];
				for (let round = 0; round < ROUNDS; round++) {
					plain.push(await seconds(() => succeeds('ansible-playbook', ['-i', inventory, FORKS, nothing])));
					const args = ['fleet', 'push', files[round % 2] ?? '', '--inventory', inventory];
					const options = [FORKS, '--serial', '100%', '--yes', '--format', 'json'];
					ours.push(
						await seconds(async () => {
							const { code, stdout } = await cli.run([...args, ...options]);
							expect(code).toBe(0);
							const { hosts } = JSON.parse(stdout) as { hosts: { state: string }[] };
							expect(hosts.filter(({ state }) => state === 'applied')).toHaveLength(size);
						}),
					);
				}
				const [a, b] = [summary(ours), summary(plain)];
				console.log(
					`${size} hosts: fleet push ${a.text} s, plain Ansible ${b.text} s: ${(a.median / b.median).toFixed(2)} ×, ${(((a.median - b.median) / size) * 1000).toFixed(0)} ms a host more`,
				);
				await fleet.stop();
			}
		} finally {
			await cli.dispose();
		}
	},
	900_000,
);

async function seconds(work: () => Promise<void>): Promise<number> {
	const start = performance.now();
	await work();
	return (performance.now() - start) / 1000;
}

async function succeeds(program: string, args: readonly string[]): Promise<void> {
	const child = spawn(program, args, { stdio: 'ignore' });
	expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
}
