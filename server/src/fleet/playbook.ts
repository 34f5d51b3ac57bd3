import { Document, Scalar } from 'yaml';
import type { Batches } from './batches.js';
import type { FleetFiles } from './files.js';

/** What a playbook is made of. */
export interface PlaybookOptions extends Batches {
	/** How this command line is run: `['rssv2']`. */
	readonly program: readonly string[];
	readonly files: FleetFiles;
	/** Where relative names of files begin; the folder of the playbook when not said. */
	readonly directory?: string;
	/** The device of hosts that name none (`rssv2_device`): a URI, a template of Ansible. */
	readonly device?: string;
	/** Which hosts, a pattern of Ansible. */
	readonly hosts: string;
	/** More options for every `push` and `rollback`. */
	readonly options?: readonly string[];
}

/** What each task is called: results are told by it. */
export const TASKS = {
	push: 'Push the configuration (in check mode: plan it)',
	rollback: 'Roll the last push back',
} as const;

/**
 * The playbook that runs `rssv2 push` for every host of an inventory, on the control node: nothing is installed on the
 * hosts. Arguments are lists, never a line for a shell. Names that we put in are literal (`!unsafe`); what stands in the
 * inventory is the user's own, templates included.
 * @returns YAML, as YAML 1.1 reads it too
 */
export function fleetPlaybook(options: PlaybookOptions): string {
	const { program, files, directory, hosts, serial, maxFailPercentage, options: more = [] } = options;
	const argv = (name: string, ...rest: readonly unknown[]) => [
		...[...program, name].map(literal),
		...rest,
		...more.map(literal),
		'--format=json',
		`--device=${deviceTemplate(options)}`,
	];
	const chdir = directory === undefined ? '{{ playbook_dir }}' : literal(directory);
	const task = (name: string, tags: readonly string[], args: readonly unknown[], when?: string) => ({
		name,
		tags,
		'ansible.builtin.command': { argv: args, chdir },
		...(when !== undefined && { when }),
		register: 'rssv2_run',
		check_mode: false,
		changed_when: 'rssv2_run.rc | default(1) == 0 and (rssv2_run.stdout | from_json).plan.steps | length > 0',
		failed_when: false,
	});
	const yes = "{{ ansible_check_mode | ternary('--dry-run', '--yes') }}";
	const block = [
		task(TASKS.push, ['push'], [...argv('push', yes), '--', fileTemplate(files)]),
		// Never without being asked for: --tags rollback.
		task(TASKS.rollback, ['rollback', 'never'], argv('rollback', '--yes'), 'not ansible_check_mode'),
		{
			name: 'Show what changes',
			tags: ['push', 'rollback'],
			'ansible.builtin.debug': { msg: '{{ (rssv2_run.stdout | from_json).plan.changes }}' },
			when: "ansible_diff_mode and rssv2_run.stdout | default('') != ''",
		},
		{
			name: 'Fail where it failed',
			tags: ['push', 'rollback'],
			'ansible.builtin.fail': { msg: FAILURE },
			when: 'rssv2_run is not skipped and rssv2_run.rc | default(1) != 0',
		},
	];
	const play = {
		name: 'RSSv2 configurations',
		hosts: literal(hosts),
		gather_facts: false,
		// max_fail_percentage means nothing under another strategy.
		strategy: 'linear',
		serial,
		max_fail_percentage: maxFailPercentage,
		vars: variablesOf(options),
		tasks: [{ name: 'On the control node', vars: HERE, block }],
	};
	const document = new Document([play]);
	document.commentBefore = ABOUT;
	return document.toString({ lineWidth: 0 });
}

const ABOUT = ` Pushes an RSSv2 configuration to the device of every host, in batches: made by \`rssv2 export ansible\`.

   ansible-playbook -i INVENTORY THIS --check --diff    # plan only
   ansible-playbook -i INVENTORY THIS                   # push
   ansible-playbook -i INVENTORY THIS --tags rollback   # take the last push back

 Variables of a host: rssv2_device (the URI of its device) and rssv2_file (its configuration).`;

/**
 * Variables that keep a task on this machine whatever the inventory says of its host. `delegate_to: localhost` would not
 * do: under it `ansible_host` means localhost where a host has none of its own, and a URI made of it another machine.
 */
const HERE = {
	ansible_connection: 'local',
	ansible_python_interpreter: '{{ ansible_playbook_python }}',
	ansible_shell_type: 'sh',
	ansible_become: false,
	ansible_become_method: 'sudo',
};

/** The sentence of a result; of what never came to a result what stands on standard error. */
const FAILURE =
	'{{ ((rssv2_run.stdout | from_json).result or {}).message | default((rssv2_run.stdout | from_json).plan.refused) if rssv2_run.stdout | default(false) else rssv2_run.stderr | default(rssv2_run.msg, true) }}';

/** Ansible's command module fills in `$NAME` in arguments, and cannot be told not to before its version 2.16. */
function deviceTemplate({ device }: PlaybookOptions): string {
	const given = device === undefined ? 'rssv2_device' : 'rssv2_device | default(rssv2_default_device)';
	return `{{ (${given}) | replace('$', '%24') }}`;
}

function fileTemplate({ kind }: FleetFiles): string {
	if (kind === 'none') return '{{ rssv2_file }}';
	const fallback = kind === 'one' ? 'rssv2_default_file' : 'rssv2_files[inventory_hostname]';
	return `{{ rssv2_file | default(${fallback}) }}`;
}

function variablesOf({ files, device }: PlaybookOptions) {
	return {
		...(device !== undefined && { rssv2_default_device: device }),
		...(files.kind === 'one' && { rssv2_default_file: literal(files.file) }),
		...(files.kind === 'byHost' && {
			rssv2_files: new Map([...files.files].map(([host, file]) => [quoted(host), literal(file)])),
		}),
	};
}

/** A string that Ansible takes as it stands, templates in it included. */
function literal(text: string): Scalar<string> {
	const scalar = quoted(text);
	if (text.includes('{')) scalar.tag = '!unsafe';
	return scalar;
}

/** A string that stays one: YAML 1.1, which Ansible reads, takes plain words for numbers and truth that 1.2 does not. */
function quoted(text: string): Scalar<string> {
	const scalar = new Scalar(text);
	scalar.type = Scalar.QUOTE_DOUBLE;
	return scalar;
}
