import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Programs that the lab of test/nic runs, and the Debian packages that have them. */
const programs = {
	'/usr/bin/qemu-system-x86_64': 'qemu-system-x86',
	'/usr/bin/busybox': 'busybox-static',
	'/usr/sbin/ethtool': 'ethtool',
	'/usr/sbin/dropbear': 'dropbear-bin',
	'/usr/bin/ssh': 'openssh-client',
	'/usr/bin/cpio': 'cpio',
	'/usr/sbin/modprobe': 'kmod',
	'/usr/bin/gcc': 'gcc libc6-dev',
	'/usr/bin/xz': 'xz-utils',
	'/usr/bin/zstd': 'zstd',
	'/usr/sbin/ip': 'iproute2',
	'/usr/bin/python3': 'python3-minimal',
	'/usr/bin/sudo': 'sudo',
};

/**
 * Why the tests with a real adapter cannot run on this machine; undefined when they can.
 * @returns {Promise<string | undefined>}
 */
export async function whyNoLab() {
	if (process.platform !== 'linux' || process.arch !== 'x64') return 'the guest runs on Linux on x64 only';
	if (!(await exists('/usr/bin/apt-get')))
		return 'the guest is made from Debian packages: apt-get is missing';
	const missing = [];
	for (const [program, name] of Object.entries(programs)) {
		// Merged or separate /usr: the file is in one of both.
		if (!(await exists(program)) && !(await exists(program.replace('/usr', '')))) missing.push(name);
	}
	if (missing.length > 0) return `install what is missing: apt-get install ${missing.join(' ')}`;
	if (!(await isRoot())) return 'neither root nor sudo without a password: the guest gets a tap interface';
	if (!(await exists('/dev/net/tun')))
		return 'this machine has no /dev/net/tun for the tap interface of the guest';
	return undefined;
}

/**
 * A command line as root runs it: itself, or by sudo.
 * @param {string} program
 * @param {...string} args
 * @returns {[string, ...string[]]}
 */
export function asRoot(program, ...args) {
	return process.getuid?.() === 0 ? [program, ...args] : ['sudo', '-n', '--', program, ...args];
}

function isRoot() {
	const [program, ...args] = asRoot('true');
	return promisify(execFile)(program, args).then(
		() => true,
		() => false,
	);
}

function exists(path) {
	return access(path).then(
		() => true,
		() => false,
	);
}
