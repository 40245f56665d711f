import type { Command } from 'commander';
import { group } from '../../leaf.js';
import type { Runner } from '../../runner.js';
import { APPLY } from './apply.js';
import { AWS } from './aws.js';
import { AZURE } from './azure.js';
import type { CloudCommands } from './cloud.js';
import { DESTROY } from './destroy.js';
import { addFlowCommand, type FlowVerb } from './flow-command.js';
import { GCP } from './gcp.js';
import { PERMISSIONS } from './permissions.js';
import { PLAN } from './plan.js';
import { VERIFY_CLOUD } from './verify-cloud.js';

/** The clouds that have an acceptor. A further one is a row here. */
const CLOUDS: readonly CloudCommands[] = [AWS, GCP, AZURE];

/** `plan`, `apply`, `destroy` and `permissions`, each with a command for each cloud. */
export function addFlow(program: Command, runner: Runner): void {
  const verb = <Flags>(name: string, description: string, flow: FlowVerb<Flags>): void => {
    const [cloud] = CLOUDS;
    const example = `dfcloud ${name} ${cloud?.provider} ${flow.example} ${cloud?.example}`;
    const family = group(program, name, description, example).usage('<cloud> [options]');
    for (const each of CLOUDS) addFlowCommand(family, runner, each, flow);
  };
  verb('plan', 'say what apply would do, and write nothing', PLAN);
  verb('apply', 'connect a network with your VPC, and prove it', APPLY);
  verb('destroy', 'remove what apply made, and the connection', DESTROY);
  verb('permissions', 'the permissions that a run needs in your cloud', PERMISSIONS);
}

/** `verify <cloud>`, below the command that verifies an endpoint. */
export function addVerifyClouds(verify: Command, runner: Runner): void {
  for (const cloud of CLOUDS) addFlowCommand(verify, runner, cloud, VERIFY_CLOUD);
}
