import type { Step } from '../peering/step.js';
import { APP_ROLE, findRole, NETWORK_CONTRIBUTOR, VENDOR_ROLE } from './roles.js';
import { appPrincipalStep } from './steps/app-principal-step.js';
import { appStep } from './steps/app-step.js';
import { grantStep } from './steps/grant-step.js';
import { identitiesStep } from './steps/identities-step.js';
import {
  APP_GRANT_STEP,
  APP_PRINCIPAL_STEP,
  APP_ROLE_STEP,
  IDENTITIES_STEP,
  type StepMeans,
  VENDOR_GRANT_STEP,
  VENDOR_PRINCIPAL_STEP,
  VENDOR_ROLE_STEP,
} from './steps/means.js';
import { roleStep } from './steps/role-step.js';
import { settledStep } from './steps/settled-step.js';
import { vendorPrincipalStep } from './steps/vendor-principal-step.js';
import { otherPeering } from './vendor-uses.js';

/** The steps that make what both sides need before the connection exists: two identities, and a role for each. */
export async function layOutPreparation(means: StepMeans): Promise<Step[]> {
  return [
    identitiesStep(means),
    appStep(means),
    appPrincipalStep(means),
    vendorPrincipalStep(means),
    ...appGrantSteps(means),
    ...vendorGrantSteps(means),
    settledStep(means),
  ];
}

function appGrantSteps(means: StepMeans): Step[] {
  const peeringOnly = means.settings.appRole === 'peering-only';
  // Dragonfly must be who it is before anybody gets a role, the customer's own application included.
  const after = [IDENTITIES_STEP, APP_PRINCIPAL_STEP, VENDOR_PRINCIPAL_STEP];
  const grant = grantStep(means, {
    id: APP_GRANT_STEP,
    title: `The application may manage ${peeringOnly ? 'the peerings of ' : ''}your virtual network`,
    after: peeringOnly ? [...after, APP_ROLE_STEP] : after,
    principal: async (context) => (await means.app.find(context))?.principal?.id,
    role: async (context) =>
      peeringOnly ? (await findRole(means, context, APP_ROLE))?.guid : NETWORK_CONTRIBUTOR,
    keep: async () => undefined,
    variables: { principal: 'SP_ID', role: 'APP_ROLE_ID' },
  });
  if (!peeringOnly) return [grant];
  const role = roleStep(means, {
    id: APP_ROLE_STEP,
    title: 'Role for managing peerings and nothing else',
    after: [IDENTITIES_STEP, VENDOR_PRINCIPAL_STEP],
    role: APP_ROLE,
    variable: 'APP_ROLE_ID',
  });
  return [role, grant];
}

function vendorGrantSteps(means: StepMeans): Step[] {
  return [
    roleStep(means, {
      id: VENDOR_ROLE_STEP,
      title: 'Role for peering with your virtual network and nothing else',
      after: [IDENTITIES_STEP, VENDOR_PRINCIPAL_STEP],
      role: VENDOR_ROLE,
      variable: 'VENDOR_ROLE_ID',
    }),
    grantStep(means, {
      id: VENDOR_GRANT_STEP,
      title: 'Dragonfly may peer with your virtual network',
      after: [VENDOR_PRINCIPAL_STEP, VENDOR_ROLE_STEP],
      principal: async (context) => (await means.reads.vendorPrincipal(context))?.id,
      role: async (context) => (await findRole(means, context, VENDOR_ROLE))?.guid,
      async keep(context) {
        const other = await otherPeering(means, context);
        return other === undefined ? undefined : `also used by peering ${other}`;
      },
      variables: { principal: 'VENDOR_SP_ID', role: 'VENDOR_ROLE_ID' },
    }),
  ];
}
