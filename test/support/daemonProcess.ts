import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { StateFile } from '../../server/src/daemon/stateFile.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { adapterWith } from './adapter.js';

// A daemon as a process of its own, to be killed: node daemonProcess.mjs SOCKET [STATE-FILE]
const [socket = '', state] = process.argv.slice(2);
const adapter = new MiniportAdapter(adapterWith());
const file = state === undefined ? undefined : new StateFile(state);
file?.load(adapter);
const persist = file && ((changed: MiniportAdapter) => file.save(changed));
const server = new EmulatorServer(adapter, persist && { persist });
await server.listen({ kind: 'unix', path: socket });
process.stdout.write('listening\n');
