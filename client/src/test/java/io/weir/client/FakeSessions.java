package io.weir.client;

import io.weir.configuration.Configuration;
import java.time.Duration;

/** Sessions in memory. */
final class FakeSessions implements SessionAccess {
    Configuration deployed;
    Configuration retrieved;
    volatile boolean alive = true; // tests end a session while the command polls it
    boolean stopped;
    boolean closed;

    @Override
    public Session deploy(Configuration configuration) {
        deployed = configuration;
        return new FakeSession();
    }

    @Override
    public Session retrieve(Configuration configuration) {
        retrieved = configuration;
        return new FakeSession();
    }

    @Override
    public Duration pollInterval() {
        return Duration.ofMillis(10);
    }

    private final class FakeSession implements Session {
        @Override
        public String applicationId() {
            return "application_1_7";
        }

        @Override
        public String url() {
            return "http://node:8088/proxy/application_1_7/";
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public String diagnostics() {
            return "killed by an administrator";
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
