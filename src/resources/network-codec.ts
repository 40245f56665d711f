import { z } from 'zod';
import type { RequestDetails } from '../errors/request-details.js';
import { defined } from '../internal/defined.js';
import { asRecord, options, read, readList, textObeying, write } from './codec-support.js';
import type { CreateNetworkInput, Network, UpdateNetworkInput } from './network.js';
import { byocAccountId, networkCidr, provider, region, someText } from './rules.js';
import type { WireNetworkCreate } from './wire.js';

const answer = z.object({
  networkId: z.string(),
  status: z.string(),
  name: z.string().default(''),
  location: z.object({ provider: z.string(), region: z.string().default('') }),
  cidrBlock: z.string(),
  vpc: z.object({ accountId: z.string().optional(), resourceId: z.string().optional() }).optional(),
  byoc: z.object({ accountId: z.string().optional() }).optional(),
  createdAt: z.number().optional(),
});

/** @throws ResponseError when the body lacks what a network must have. */
export function readNetwork(body: unknown, request?: RequestDetails): Network {
  return toNetwork(read(answer, body, request), body);
}

/** @throws ResponseError when the body is no array of networks. */
export function readNetworks(body: unknown, request?: RequestDetails): Network[] {
  return readList(answer, body, request).map(([network, raw]) => toNetwork(network, raw));
}

function toNetwork(answered: z.infer<typeof answer>, raw: unknown): Network {
  const { networkId: id, vpc, byoc, ...rest } = answered;
  return defined({
    id,
    ...rest,
    vpc:
      vpc?.accountId && vpc.resourceId ? { accountId: vpc.accountId, resourceId: vpc.resourceId } : undefined,
    byoc: byoc?.accountId ? { accountId: byoc.accountId } : undefined,
    raw: asRecord(raw),
  });
}

/** @throws InvalidInputError when the input is not legal. */
export function writeNetworkCreate(input: CreateNetworkInput, loopbackAllowed: boolean): WireNetworkCreate {
  const schema = options({
    name: textObeying(someText),
    location: options({ provider: textObeying(provider), region: textObeying(region) }),
    cidrBlock: textObeying(networkCidr(loopbackAllowed)),
    byoc: options({ accountId: textObeying(byocAccountId) }).optional(),
  });
  const { name, location, cidrBlock, byoc } = write(schema, input);
  return { name, location, cidr_block: cidrBlock, byoc: byoc ? { account_id: byoc.accountId } : {} };
}

/** @throws InvalidInputError when the input is not legal. */
export function writeNetworkUpdate(input: UpdateNetworkInput): { name: string } {
  return write(options({ name: textObeying(someText) }), input);
}
