package io.weir.runtime.heartbeat;

import io.weir.runtime.rpc.RpcAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A main thread whose time a test moves by hand; the test's thread is the main thread. */
public final class ManualHost implements FailureDetector.Host {
    private final List<Alarm> alarms = new ArrayList<>();
    private final Map<RpcAddress, List<Runnable>> connections = new LinkedHashMap<>();
    private Instant now = Instant.EPOCH;
    private long sequence;

    /** Moves the time on, and runs what is due on the way in the order of its time. */
    public void advance(Duration time) {
        Instant end = now.plus(time);
        while (true) {
            Alarm next = alarms.stream()
                    .filter(alarm -> !alarm.due.isAfter(end))
                    .min(Comparator.comparing((Alarm alarm) -> alarm.due).thenComparing(alarm -> alarm.number))
                    .orElse(null);
            if (next == null) {
                break;
            }
            alarms.remove(next);
            now = next.due;
            next.work.run();
        }
        now = end;
    }

    /** Breaks the connection to a peer. */
    public void disconnect(RpcAddress address) {
        List.copyOf(connections.getOrDefault(address, List.of())).forEach(Runnable::run);
    }

    /** Returns how many timers run. */
    public int alarms() {
        return alarms.size();
    }

    /** Returns how many watches there are. */
    public int watches() {
        return connections.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    @Override
    public void execute(Runnable work) {
        work.run();
    }

    @Override
    public ScheduledFuture<?> schedule(Duration delay, Runnable work) {
        Alarm alarm = new Alarm(now.plus(delay), sequence++, work);
        alarms.add(alarm);
        return alarm;
    }

    @Override
    public Runnable onDisconnect(RpcAddress address, Runnable listener) {
        List<Runnable> listeners = connections.computeIfAbsent(address, unknown -> new ArrayList<>());
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private final class Alarm extends CompletableFuture<Void> implements ScheduledFuture<Void> {
        private final Instant due;
        private final long number;
        private final Runnable work;

        Alarm(Instant due, long number, Runnable work) {
            this.due = due;
            this.number = number;
            this.work = work;
        }

        @Override
        public boolean cancel(boolean interrupt) {
            return alarms.remove(this);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(now, due));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
