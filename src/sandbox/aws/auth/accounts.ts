import type { Scheduler } from '../../clock.js';
import type { SeededIds } from '../../random.js';
import { SandboxError } from '../../sandbox-error.js';
import { Ec2Error } from '../wire/ec2-error.js';

/** Keys with which a client signs. They are made up and worth nothing outside this sandbox. */
export interface AwsCredentials {
  /** `AKIA…`, or `ASIA…` for a session. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a session. */
  readonly sessionToken?: string;
}

/** Who sends a request. */
export interface Principal {
  readonly accountId: string;
  /** What policies are attached to: the account's user, or the role. */
  readonly policyOwner: string;
  /** `arn:aws:iam::…:user/…` or `arn:aws:sts::…:assumed-role/…`. */
  readonly arn: string;
  /** `AIDA…`, or `AROA…:session`. */
  readonly userId: string;
}

interface Session {
  readonly principal: Principal;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
}

/** The one user that every account of the sandbox has. */
const USER_NAME = 'sandbox';
const ACCOUNT_ID = /^\d{12}$/;
const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/;

/** The accounts of the world, their keys, and the sessions that were started. */
export class Accounts {
  readonly #ids: SeededIds;
  readonly #clock: Scheduler;
  readonly #users = new Map<string, { credentials: AwsCredentials; principal: Principal }>();
  readonly #accountOfKey = new Map<string, string>();
  readonly #sessions = new Map<string, Session>();
  /** Accounts that a test or a request has made use of; the vendor's are not among them. */
  readonly #known = new Set<string>();

  constructor(ids: SeededIds, clock: Scheduler) {
    this.#ids = ids;
    this.#clock = clock;
  }

  /** The keys of an account's user, made on the first call. `account` is 12 digits. */
  credentials(account: string): AwsCredentials {
    if (!ACCOUNT_ID.test(account)) {
      throw new SandboxError('invalid_option', `${account} is no AWS account id`, 'Give 12 digits.');
    }
    return this.#user(account).credentials;
  }

  /** From now on the account is part of the world: what a peering asks of it is checked. */
  know(account: string): void {
    this.#known.add(account);
  }

  knows(account: string): boolean {
    return this.#known.has(account);
  }

  /**
   * Who signs with this key. A key of twelve digits stands for the account of that number.
   * @throws {Ec2Error} `AuthFailure` (401), `RequestExpired`
   */
  principal(accessKeyId: string, sessionToken: string | undefined): Principal {
    const session = this.#sessions.get(accessKeyId);
    if (session) return this.#live(session, sessionToken);
    const account = this.#accountOfKey.get(accessKeyId) ?? (ACCOUNT_ID.test(accessKeyId) && accessKeyId);
    if (!account) throw unknownCredentials();
    return this.#user(account).principal;
  }

  /**
   * A session of a role. The role need not have been made: IAM itself is not part of the double.
   * @throws {Ec2Error} `ValidationError`
   */
  assumeRole(roleArn: string, sessionName: string, durationSeconds: number) {
    const [, account = '', role = ''] = ROLE_ARN.exec(roleArn) ?? [];
    if (account === '') {
      throw new Ec2Error('ValidationError', `${roleArn} is invalid; give arn:aws:iam::<account>:role/<name>`);
    }
    const roleId = `AROA${this.#ids.hex(`aws/role/${account}/${role}`, 17).toUpperCase()}`;
    const credentials = {
      accessKeyId: `ASIA${this.#ids.hex('aws/session-key', 16).toUpperCase()}`,
      secretAccessKey: this.#ids.hex('aws/session-secret', 40),
      sessionToken: `sandbox-${this.#ids.hex('aws/session-token', 64)}`,
    };
    const principal: Principal = {
      accountId: account,
      policyOwner: roleArn,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
      userId: `${roleId}:${sessionName}`,
    };
    const expiresAtMs = this.#clock.now() + durationSeconds * 1000;
    const session = { principal, sessionToken: credentials.sessionToken, expiresAtMs };
    this.#sessions.set(credentials.accessKeyId, session);
    return { credentials, principal, expiresAtMs };
  }

  #live(session: Session, sessionToken: string | undefined): Principal {
    if (sessionToken !== session.sessionToken) throw unknownCredentials();
    if (this.#clock.now() >= session.expiresAtMs)
      throw new Ec2Error('RequestExpired', 'Request has expired.');
    return session.principal;
  }

  #user(account: string) {
    const existing = this.#users.get(account);
    if (existing) return existing;
    const kind = `aws/user/${account}`;
    const credentials = {
      accessKeyId: `AKIA${this.#ids.hex(`${kind}/key`, 16).toUpperCase()}`,
      secretAccessKey: this.#ids.hex(`${kind}/secret`, 40),
    };
    const principal: Principal = {
      accountId: account,
      policyOwner: account,
      arn: `arn:aws:iam::${account}:user/${USER_NAME}`,
      userId: `AIDA${this.#ids.hex(`${kind}/id`, 17).toUpperCase()}`,
    };
    const user = { credentials, principal };
    this.#users.set(account, user);
    this.#accountOfKey.set(credentials.accessKeyId, account);
    return user;
  }
}

function unknownCredentials(): Ec2Error {
  return new Ec2Error('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
}
