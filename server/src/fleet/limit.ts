import { FleetError } from './fleetError.js';

/**
 * The hosts of a run as a file for `--limit @FILE`, one a line. Every line is a pattern to Ansible, so a name that would
 * mean something else as a pattern is refused.
 * @throws FleetError for such a name, and when there is no host
 */
export function limitText(hosts: readonly string[]): string {
	if (hosts.length === 0) throw new FleetError('There is no host left to run.');
	const unfit = hosts.find((host) => !/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(host));
	if (unfit !== undefined)
		throw new FleetError(
			`The host ${JSON.stringify(unfit)} cannot be run alone: as a pattern of Ansible its name means something else. Give a pattern yourself.`,
		);
	return `${hosts.join('\n')}\n`;
}
