package io.weir.connector;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a reader a part that its own host holds, if there is one; else one that no host holds, or one of the host with
 * the most parts waiting, which is the least likely to run out of its own. One thread owns it, that of the enumerator.
 *
 * @param <S> the type of the parts
 */
public final class LocalityAwareSplitAssigner<S extends LocatedSplit> implements SplitAssigner<S> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalityAwareSplitAssigner.class);

    private final LinkedHashSet<S> waiting = new LinkedHashSet<>();

    /** Parts by host; a part with several hosts is in several queues, and stays there when it has been taken. */
    private final Map<String, ArrayDeque<S>> byHost = new HashMap<>();

    private int local;
    private int remote;

    /**
     * Creates it.
     *
     * @param splits the parts
     */
    public LocalityAwareSplitAssigner(Collection<S> splits) {
        add(splits);
    }

    @Override
    public void add(Collection<S> splits) {
        for (S split : splits) {
            if (waiting.add(split)) {
                hostsOf(split).forEach(host -> byHost.computeIfAbsent(host, name -> new ArrayDeque<>())
                        .add(split));
            }
        }
    }

    @Override
    public Optional<S> next(String host) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        S split = host == null ? null : takeFrom(shortName(host));
        if (split != null) {
            local++;
        } else {
            split = takeRemote();
            remote += split.hosts().isEmpty() ? 0 : 1;
        }
        if (waiting.isEmpty() && local + remote > 0) {
            LOG.info("Of the input, {} parts went to a host that holds them, {} to another.", local, remote);
        }
        return Optional.of(split);
    }

    private S takeFrom(String host) {
        ArrayDeque<S> queue = byHost.get(host);
        while (queue != null && !queue.isEmpty()) {
            S split = queue.poll();
            if (waiting.remove(split)) {
                return split;
            }
        }
        return null;
    }

    private S takeRemote() {
        S first = waiting.iterator().next();
        if (!first.hosts().isEmpty()) {
            String longest = null;
            for (Map.Entry<String, ArrayDeque<S>> entry : byHost.entrySet()) {
                if (longest == null
                        || entry.getValue().size() > byHost.get(longest).size()) {
                    longest = entry.getKey();
                }
            }
            S split = takeFrom(longest);
            if (split != null) {
                return split;
            }
        }
        waiting.remove(first);
        return first;
    }

    @Override
    public List<S> waiting() {
        return List.copyOf(waiting);
    }

    /** Returns how many parts were given to a host that holds them. */
    public int local() {
        return local;
    }

    /** Returns how many parts were given to a host that does not hold them although others do. */
    public int remote() {
        return remote;
    }

    private static List<String> hostsOf(LocatedSplit split) {
        return split.hosts().stream()
                .map(LocalityAwareSplitAssigner::shortName)
                .distinct()
                .toList();
    }

    /** Some parts of a cluster say {@code node1}, others {@code node1.example.org}; addresses stay whole. */
    private static String shortName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return dot <= 0 || Character.isDigit(name.charAt(0)) ? name : name.substring(0, dot);
    }
}
