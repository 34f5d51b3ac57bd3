import { DeviceError } from './deviceError.js';

/** A host reached through the user's own ssh. */
export interface SshTarget {
	readonly user?: string;
	readonly host: string;
	readonly port?: number;
}

/** Where the token of an emulator on TCP is found, when the URI does not name another variable. */
export const TOKEN_ENVIRONMENT = 'RSSV2_EMULATOR_TOKEN';

/** A device by its URI (domain §5), taken apart. */
export type DeviceUri =
	| { readonly kind: 'emulator'; readonly transport: 'unix'; readonly path: string }
	| {
			readonly kind: 'emulator';
			readonly transport: 'tcp';
			readonly host: string;
			readonly port: number;
			/** The environment variable that holds the token. The token itself never stands in a URI. */
			readonly tokenEnvironment: string;
	  }
	| {
			readonly kind: 'linux';
			readonly interface: string;
			readonly ssh?: SshTarget;
			/** Commands that change something run through `sudo -n`. */
			readonly sudo?: true;
			/** An RSS context of the interface, 1 and above, in place of its own table and key. */
			readonly context?: number;
	  }
	| { readonly kind: 'windows'; readonly adapter: string; readonly ssh?: SshTarget };

const EXAMPLES = {
	emulator: 'emulator:///run/rssv2.sock or emulator://127.0.0.1:7680',
	linux: 'linux:///eth1',
	'linux+ssh': 'linux+ssh://root@host:22/eth1',
	windows: 'windows:///SLOT%203%20Port%201',
	'windows+ssh': 'windows+ssh://admin@host/SLOT%203%20Port%201',
};
type Scheme = keyof typeof EXAMPLES;

/**
 * Takes a device URI apart.
 * @throws DeviceError `invalid-uri` with a sentence that says what is wrong; it never repeats a password or a token
 */
export function parseDeviceUri(text: string): DeviceUri {
	const [, scheme = ''] = /^([^:/?#]*):\/\//.exec(text.trim()) ?? [];
	if (!isScheme(scheme.toLowerCase())) {
		const known = Object.values(EXAMPLES).join(', ');
		const what = scheme === '' ? 'has no scheme' : `has the unknown scheme "${scheme}"`;
		throw invalid(`The device URI ${what}. Known are: ${known}.`);
	}
	const url = parseUrl(text.trim(), scheme.toLowerCase() as Scheme);
	if (url.password !== '') {
		throw invalid('The device URI holds a password. Leave it out: ssh uses your keys and agent.');
	}
	if (url.hash !== '') throw invalid('The device URI has a fragment (#…), which means nothing here.');
	switch (scheme.toLowerCase() as Scheme) {
		case 'emulator':
			return parseEmulator(url);
		case 'linux':
		case 'linux+ssh':
			return { kind: 'linux', interface: interfaceOf(url), ...sshOf(url), ...parametersOf(url) };
		case 'windows':
		case 'windows+ssh':
			return { kind: 'windows', adapter: nameOf(url, 'network adapter'), ...sshOf(url) };
	}
}

/** Writes a device URI. Parsing it again gives the same device. */
export function formatDeviceUri(uri: DeviceUri): string {
	switch (uri.kind) {
		case 'emulator': {
			if (uri.transport === 'unix')
				return `emulator://${uri.path.split('/').map(encodeURIComponent).join('/')}`;
			const query = uri.tokenEnvironment === TOKEN_ENVIRONMENT ? '' : `?token-env=${uri.tokenEnvironment}`;
			return `emulator://${bracketed(uri.host)}:${uri.port}${query}`;
		}
		case 'linux':
			return `linux${formatSsh(uri.ssh)}/${encodeURIComponent(uri.interface)}${formatParameters(uri)}`;
		case 'windows':
			return `windows${formatSsh(uri.ssh)}/${encodeURIComponent(uri.adapter)}`;
	}
}

/** How a person names the device: `emulator 127.0.0.1:7680`, `eth1 on host`. */
export function deviceLabel(uri: DeviceUri): string {
	if (uri.kind === 'emulator') {
		return `emulator ${uri.transport === 'unix' ? uri.path : `${bracketed(uri.host)}:${uri.port}`}`;
	}
	const name = uri.kind === 'linux' ? interfaceLabel(uri) : uri.adapter;
	return `${name} on ${uri.ssh?.host ?? 'this machine'}`;
}

function parseEmulator(url: URL): DeviceUri {
	const { searchParams } = url;
	const unknown = [...searchParams.keys()].find((key) => key !== 'token-env');
	if (unknown === 'token') {
		throw invalid(
			'A token does not belong into a URI. Put it into an environment variable and name that: ?token-env=NAME.',
		);
	}
	if (unknown !== undefined) throw invalid(`The device URI has the unknown parameter "${unknown}".`);
	if (url.username !== '') throw invalid('An emulator has no user: write emulator://HOST:PORT.');
	if (url.hostname === '') {
		const path = decode(url.pathname);
		if (path === '' || path.endsWith('/')) {
			throw invalid(`The device URI names no socket: write ${EXAMPLES.emulator}.`);
		}
		if (searchParams.has('token-env')) throw invalid('An emulator on a Unix socket needs no token.');
		return { kind: 'emulator', transport: 'unix', path };
	}
	if (url.pathname !== '' && url.pathname !== '/') {
		throw invalid(
			`The device URI has both a host and a path. For a socket write three slashes: emulator:///${url.hostname}${url.pathname}.`,
		);
	}
	const host = url.hostname.replace(/^\[|\]$/g, '');
	if (!isLoopback(host)) {
		throw invalid(
			`An emulator is reached on this machine only (127.0.0.1, [::1], localhost), not on ${host}.`,
		);
	}
	if (url.port === '' || url.port === '0') {
		throw invalid(`The device URI names no port: write ${EXAMPLES.emulator}.`);
	}
	const tokenEnvironment = searchParams.get('token-env') ?? TOKEN_ENVIRONMENT;
	if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(tokenEnvironment)) {
		throw invalid('token-env must name an environment variable: letters, digits and underscores.');
	}
	return { kind: 'emulator', transport: 'tcp', host, port: Number(url.port), tokenEnvironment };
}

function sshOf(url: URL): { ssh?: SshTarget } {
	const scheme = url.protocol.slice(0, -1);
	if (url.search !== '' && !scheme.startsWith('linux')) {
		throw invalid(`A ${scheme} URI takes no parameters.`);
	}
	const remote = scheme.endsWith('+ssh');
	if (!remote) {
		if (url.host === '' && url.username === '') return {};
		throw invalid(
			`${scheme}:// means this machine and takes no host. Write three slashes, or ${scheme}+ssh://HOST/NAME.`,
		);
	}
	if (url.hostname === '')
		throw invalid(`The device URI names no host: write ${EXAMPLES[scheme as Scheme]}.`);
	const user = decode(url.username);
	const host = url.hostname.replace(/^\[|\]$/g, '');
	// ssh would take such a word for an option.
	if (user.startsWith('-') || host.startsWith('-')) throw invalid('A user or host cannot start with "-".');
	return { ssh: { ...(user !== '' && { user }), host, ...(url.port !== '' && { port: Number(url.port) }) } };
}

/** IFNAMSIZ of Linux is 16 with the closing zero; the kernel takes neither spaces, slashes nor colons (dev_valid_name). */
function interfaceOf(url: URL): string {
	const name = nameOf(url, 'network interface');
	if (/^[^\s/:]{1,15}$/u.test(name) && !/^(?:-|\.{1,2}$)/.test(name) && !name.includes('\0')) return name;
	throw invalid(
		'The device URI names no network interface that Linux could have: at most 15 characters, no "/".',
	);
}

/** The most that the kernel numbers RSS contexts with (u32, the last one means "make a new one"). */
const MOST_CONTEXTS = 0xffff_fffe;

function parametersOf({ search, searchParams }: URL): { sudo?: true; context?: number } {
	const known = [...searchParams.keys()].every((key) => key === 'sudo' || key === 'context');
	const twice = new Set(searchParams.keys()).size < searchParams.size;
	const context = searchParams.get('context');
	const number = Number(context);
	if (!known || twice || (searchParams.get('sudo') ?? '') !== '') {
		throw invalid(
			`A URI of Linux takes ?sudo (to change the interface through sudo -n) and context=N (an RSS context), not ${search}.`,
		);
	}
	if (context !== null && !(/^[1-9]\d{0,9}$/.test(context) && number <= MOST_CONTEXTS)) {
		throw invalid('An RSS context is a number from 1 on, as in ?context=1: the one that ethtool tells.');
	}
	return {
		...(searchParams.has('sudo') && { sudo: true as const }),
		...(context !== null && { context: number }),
	};
}

function formatParameters({ sudo, context }: { readonly sudo?: true; readonly context?: number }): string {
	const parameters = [...(sudo ? ['sudo'] : []), ...(context === undefined ? [] : [`context=${context}`])];
	return parameters.length === 0 ? '' : `?${parameters.join('&')}`;
}

/** How a person names a part of an interface that has a table of its own: `eth1`, `eth1 context 2`. */
export function interfaceLabel(uri: { readonly interface: string; readonly context?: number }): string {
	return uri.context === undefined ? uri.interface : `${uri.interface} context ${uri.context}`;
}

function nameOf(url: URL, what: string): string {
	const name = decode(url.pathname).slice(1);
	if (name === '')
		throw invalid(`The device URI names no ${what}: write ${EXAMPLES[url.protocol.slice(0, -1) as Scheme]}.`);
	return name;
}

function parseUrl(text: string, scheme: Scheme): URL {
	try {
		return new URL(text);
	} catch {
		throw invalid(`The device URI cannot be read: write ${EXAMPLES[scheme]}.`);
	}
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw invalid('The device URI has a "%" that starts no escape; write %25 for the character itself.');
	}
}

function formatSsh(ssh: SshTarget | undefined): string {
	if (!ssh) return '://';
	const user = ssh.user === undefined ? '' : `${encodeURIComponent(ssh.user)}@`;
	return `+ssh://${user}${bracketed(ssh.host)}${ssh.port === undefined ? '' : `:${ssh.port}`}`;
}

function bracketed(host: string): string {
	return host.includes(':') ? `[${host}]` : host;
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isScheme(text: string): text is Scheme {
	return Object.hasOwn(EXAMPLES, text);
}

function invalid(message: string): DeviceError {
	return new DeviceError('invalid-uri', message);
}
