/** Which configuration each host of a fleet is given, where its variable `rssv2_file` does not say it. */
export type FleetFiles =
	/** None: every host must say it. */
	| { readonly kind: 'none' }
	| { readonly kind: 'one'; readonly file: string }
	/** The file that is called like the host: `web01.rssv2.yaml` for `web01`. */
	| { readonly kind: 'byHost'; readonly files: ReadonlyMap<string, string> };

/** Files that cannot be a fleet's. */
export class FleetFilesError extends Error {
	override readonly name = 'FleetFilesError';
}

/**
 * One file is for every host, several each for the host it is called like.
 * @throws FleetFilesError for two of one host, and for names that Ansible would not take as they are
 */
export function fleetFiles(names: readonly string[]): FleetFiles {
	for (const name of names) {
		// Ansible's command module fills in variables of the environment; what ends a line would end YAML's.
		if (/[$\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
			throw new FleetFilesError(
				`${JSON.stringify(name)}: Ansible does not take a file name with "$" or a control character as it is.`,
			);
	}
	const [only, ...more] = names;
	if (only === undefined) return { kind: 'none' };
	if (more.length === 0) return { kind: 'one', file: plainName(only) };
	const files = new Map<string, string>();
	for (const name of names) {
		const host = (name.split(/[\\/]/).at(-1) ?? name).replace(/\.rssv2\.(?:ya?ml|jsonc?)$/i, '');
		const other = files.get(host);
		if (other !== undefined)
			throw new FleetFilesError(`${other} and ${name} are both called like the host ${host}.`);
		files.set(host, plainName(name));
	}
	return { kind: 'byHost', files };
}

/** A name that begins with `~` would be taken for a home directory. */
function plainName(name: string): string {
	return name.startsWith('~') ? `./${name}` : name;
}
