import { EmulatorServer } from '../../server/src/daemon/emulatorServer.js';
import { StateFile } from '../../server/src/daemon/stateFile.js';
import { MiniportAdapter } from '../../server/src/emulator/miniport.js';
import { adapterWith } from './adapter.js';

// A daemon as a process of its own, to be killed: node daemonProcess.js SOCKET STATE-FILE
const [socket = '', state = ''] = process.argv.slice(2);
const adapter = new MiniportAdapter(adapterWith());
const file = new StateFile(state);
file.load(adapter);
const server = new EmulatorServer(adapter, { persist: (changed) => file.save(changed) });
await server.listen({ kind: 'unix', path: socket });
process.stdout.write('listening\n');
