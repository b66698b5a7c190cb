import { Settings } from '@authengine/config';
import { AuditTrail } from '@authengine/contracts';
import { BackgroundLoop, Endings } from '@authengine/persistence';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { LiveProvider } from '../provider/live-provider.js';
import { LogoutEvents } from './logout.events.js';
import { LogoutNotices, type DueNotice } from './logout-notices.js';
import { MAX_ATTEMPTS } from './retry-rule.js';

const EVERY_MS = 5_000;
const AT_ONCE = 50;
/** A dead application has many that wait, and each of them waits for its time to run out. */
const OF_EACH = 5;
/** Longer than a request to an application can take. */
const LEASE_MS = 60_000;

/** Tells applications that users are signed out: after the commit, on any node, at least once. A dead application holds up no other. */
@Injectable()
export class LogoutRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('LogoutRelay');
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly notices: LogoutNotices,
    private readonly provider: LiveProvider,
    private readonly endings: Endings,
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
  ) {
    this.loop = new BackgroundLoop(() => this.run(), {
      intervalMs: EVERY_MS,
      onFault: (err) => {
        this.log.warn({ err }, 'applications could not be told of ended sessions; the next try will');
      },
    });
  }

  onApplicationBootstrap(): void {
    if (!this.settings.values.OIDC_ENABLED) return;
    this.loop.start();
    this.endings.onEnding(() => {
      this.loop.kick();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Resolves when what is due now was tried. */
  settle(): Promise<void> {
    return this.loop.settle();
  }

  private async run(): Promise<void> {
    for (;;) {
      const due = await this.notices.take({ limit: AT_ONCE, ofEach: OF_EACH, leaseMs: LEASE_MS });
      await Promise.all(due.map((notice) => this.tell(notice)));
      if (due.length === 0) return;
    }
  }

  private async tell(notice: DueNotice): Promise<void> {
    const { uri, userId, sessionId, applicationId, attempts } = notice;
    if (uri !== null) {
      try {
        await this.provider.tellLogout({ uri, userId, sessionId, applicationId });
      } catch (err) {
        this.log.warn({ err, application_id: applicationId, attempts }, 'an application could not be told of an ended session');
        if (attempts < MAX_ATTEMPTS) return this.notices.later(notice);
        await this.trail.record(LogoutEvents.undelivered, { actorId: null, targetUserId: userId, resourceId: applicationId, status: 'failure', metadata: { session_id: sessionId, attempts } });
      }
    }
    return this.notices.done(notice);
  }
}
