import { runHere } from './programs/runner.js';
import { SshConnection } from './programs/sshConnection.js';
import { parseDeviceUri } from './uri.js';

/** Milliseconds that a list of names may take: it is asked for while somebody types. */
const LIMIT = 5_000;

/**
 * Names of the network interfaces of the Linux machine that a device is in; none for other kinds of devices. Nothing is
 * changed there.
 * @param device its URI
 * @throws DeviceError as opening it does
 */
export async function interfaceNames(
	device: string,
	environment: Readonly<Record<string, string | undefined>>,
	signal?: AbortSignal,
): Promise<string[]> {
	const uri = parseDeviceUri(device);
	if (uri.kind !== 'linux') return [];
	const invocation = { argv: ['ls', '/sys/class/net'] };
	const limits = { limit: LIMIT, signal };
	const { code, stdout } = uri.ssh
		? await new SshConnection(uri.ssh, environment, LIMIT).run(invocation, limits)
		: await runHere(invocation, limits, environment);
	// The loopback interface spreads nothing.
	return code === 0 ? stdout.split(/\s+/).filter((name) => name !== '' && name !== 'lo') : [];
}
