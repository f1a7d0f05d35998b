package io.weir.examples.util;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How a client's connection to a server should go on, and events of clients that mostly, but not always, keep to it. */
public final class Connection {
    private static final int CLIENTS = 1_000;

    private Connection() {}

    /** What a client does. */
    public enum Action {
        /** Opens the connection. */
        CONNECT,
        /** Says who it is. */
        LOGIN,
        /** Asks something. */
        QUERY,
        /** Gives the answer back. */
        RESULT,
        /** Closes the connection. */
        CLOSE
    }

    /** Where a connection is. */
    public enum Phase {
        /** There is none. */
        CLOSED,
        /** Nobody knows who it is. */
        OPEN,
        /** Waits for a query. */
        READY,
        /** Works on a query. */
        BUSY;

        /**
         * Returns where an action leads.
         *
         * @param action the action
         * @return the next phase; empty if the client must not do this now
         */
        public Optional<Phase> after(Action action) {
            return switch (this) {
                case CLOSED -> action == Action.CONNECT ? Optional.of(OPEN) : Optional.empty();
                case OPEN -> action == Action.LOGIN ? Optional.of(READY) : closing(action);
                case READY -> action == Action.QUERY ? Optional.of(BUSY) : closing(action);
                case BUSY -> action == Action.RESULT ? Optional.of(READY) : Optional.empty();
            };
        }

        private static Optional<Phase> closing(Action action) {
            return action == Action.CLOSE ? Optional.of(CLOSED) : Optional.empty();
        }
    }

    /**
     * What one client did.
     *
     * @param client the client
     * @param action what it did
     */
    public record Event(int client, Action action) {}

    /**
     * Makes up events.
     *
     * @param events how many
     * @param errorRate the share of those that a client must not do
     * @return the events, the same ones each time
     */
    public static Iterator<Event> events(int events, double errorRate) {
        Random random = new Random(events);
        Map<Integer, Phase> phases = new TreeMap<>();
        return IntStream.range(0, events)
                .mapToObj(number -> {
                    int client = random.nextInt(CLIENTS);
                    Phase phase = phases.getOrDefault(client, Phase.CLOSED);
                    Action action = pick(phase, random.nextDouble() >= errorRate, random);
                    phases.put(client, phase.after(action).orElse(Phase.CLOSED));
                    return new Event(client, action);
                })
                .iterator();
    }

    private static Action pick(Phase phase, boolean allowed, Random random) {
        List<Action> actions = new ArrayList<>();
        for (Action action : Action.values()) {
            if (phase.after(action).isPresent() == allowed) {
                actions.add(action);
            }
        }
        return actions.get(random.nextInt(actions.size()));
    }
}
