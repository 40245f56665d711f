import type { Finding } from '../../peering/finding.js';
import { isRefusal } from '../rest/refusal.js';
import { findOurHalf } from '../steps/peering/our-half.js';
import type { Check } from './check.js';

/** No lock keeps the peering from being made, or later from being deleted. Not everybody may see locks. */
export const checkLocks: Check = async (means) => {
  const { clients, flow, names } = means;
  const [locks, half] = await Promise.all([
    ifAllowed(clients.arm.locks(names.vnetId, flow)),
    findOurHalf(means, flow),
  ]);
  return locks.map(({ id, name, level }): Finding => {
    const readOnly = level.toLowerCase() === 'readonly';
    return {
      code: readOnly ? 'read_only_lock' : 'delete_lock',
      severity: readOnly && half.kind !== 'found' ? 'error' : 'info',
      summary: readOnly
        ? `The lock ${name} keeps everything at ${names.vnetId} as it is: no peering and no role can be made.`
        : `The lock ${name} keeps what is made at ${names.vnetId} from being deleted: destroy will fail while it is there.`,
      evidence: `${level}: ${id}`,
      fix: {
        text: 'Remove the lock for the run, or have it removed.',
        command: `az lock delete --ids ${id}`,
      },
    };
  });
};

async function ifAllowed<T>(read: Promise<T[]>): Promise<T[]> {
  try {
    return await read;
  } catch (error) {
    if (isRefusal(error, 'AuthorizationFailed')) return [];
    throw error;
  }
}
