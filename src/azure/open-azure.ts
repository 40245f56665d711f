import type { Arm } from './arm/arm.js';
import type { AzureClients } from './clients.js';
import type { Graph } from './graph/graph.js';
import type { Settings } from './options.js';

/** Opens the ways to Azure. Makes no request. */
export declare function openAzure(settings: Settings): AzureClients;
export type { Arm, Graph };
