import type { Command } from 'commander';
import type { Runner } from '../../runner.js';
import { APPLY } from './apply.js';
import { AWS } from './aws.js';
import type { CloudCommands } from './cloud.js';
import { DESTROY } from './destroy.js';
import { addFlowCommand, type FlowVerb } from './flow-command.js';
import { PERMISSIONS } from './permissions.js';
import { PLAN } from './plan.js';
import { VERIFY_CLOUD } from './verify-cloud.js';

/** The clouds that have an acceptor. A further one is a row here. */
const CLOUDS: readonly CloudCommands[] = [AWS];

/** `plan`, `apply`, `destroy` and `permissions`, each with a command for each cloud. */
export function addFlow(program: Command, runner: Runner): void {
  addVerb(program.command('plan'), 'say what apply would do, and write nothing', runner, PLAN);
  addVerb(program.command('apply'), 'connect a network with your VPC, and prove it', runner, APPLY);
  addVerb(program.command('destroy'), 'remove what apply made, and the connection', runner, DESTROY);
  addVerb(
    program.command('permissions'),
    'the permissions that a run needs in your cloud',
    runner,
    PERMISSIONS,
  );
}

/** `verify <cloud>`, below the command that verifies an endpoint. */
export function addVerifyClouds(verify: Command, runner: Runner): void {
  for (const cloud of CLOUDS) addFlowCommand(verify, runner, cloud, VERIFY_CLOUD);
}

function addVerb<Flags>(group: Command, description: string, runner: Runner, verb: FlowVerb<Flags>): void {
  group.description(description).usage('<cloud> [options]').helpCommand(false);
  for (const cloud of CLOUDS) addFlowCommand(group, runner, cloud, verb);
}
