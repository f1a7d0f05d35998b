package io.weir.runtime.network;

import io.weir.functions.KeySelector;
import io.weir.functions.Partitioner;
import io.weir.plan.Partitioning;
import io.weir.runtime.state.KeyGroups;
import java.util.List;
import java.util.SplittableRandom;

/** The ways to distribute records, each a record writer of its own. */
final class RecordWriters {
    private RecordWriters() {}

    /**
     * Makes the writer for a way to distribute.
     *
     * @param partitioning the way
     * @param channels the writers to the consumers
     * @param maxParallelism how many key groups the consuming operator has
     * @param instance the number of the producing instance
     */
    @SuppressWarnings("unchecked") // the plan's records are typed; the chain that carries them is not
    static <T> RecordWriter<T> create(
            Partitioning<T> partitioning, List<ChannelWriter<T>> channels, int maxParallelism, int instance) {
        if (partitioning instanceof Partitioning.Custom<?, ?> custom) {
            return new Custom<>(channels, (Partitioning.Custom<T, Object>) custom);
        }
        if (channels.size() == 1 || partitioning instanceof Partitioning.Global) {
            return new Single<>(channels);
        }
        if (partitioning instanceof Partitioning.Hash<?, ?> hash) {
            return new Hash<>(channels, (KeySelector<T, Object>) hash.selector(), maxParallelism);
        }
        if (partitioning instanceof Partitioning.Broadcast) {
            return new Broadcast<>(channels);
        }
        if (partitioning instanceof Partitioning.Shuffle) {
            return new Shuffle<>(channels, instance);
        }
        if (partitioning instanceof Partitioning.Forward) {
            throw new IllegalArgumentException("A forward exchange has " + channels.size() + " consumers");
        }
        return new InTurn<>(channels, instance);
    }

    /** All records to the first consumer. */
    private static final class Single<T> extends RecordWriter<T> {
        private final ChannelWriter<T> channel;

        Single(List<ChannelWriter<T>> channels) {
            super(channels);
            channel = this.channels[0];
        }

        @Override
        public void collect(T value, long timestamp) {
            channel.add(value, timestamp);
        }
    }

    /** By the hash of a key. */
    private static final class Hash<T> extends RecordWriter<T> {
        private final KeySelector<T, Object> selector;
        private final int maxParallelism;
        private final int[] channelOfGroup;

        Hash(List<ChannelWriter<T>> channels, KeySelector<T, Object> selector, int maxParallelism) {
            super(channels);
            this.selector = selector;
            this.maxParallelism = maxParallelism;
            this.channelOfGroup = KeyGroups.table(maxParallelism, channels.size());
        }

        @Override
        public void collect(T value, long timestamp) throws Exception {
            Object key;
            try {
                key = selector.getKey(value);
            } catch (Exception e) {
                unsent("The key selector failed: " + e, e, value, timestamp);
                return;
            }
            if (key == null) {
                unsent("The key of a record is null: " + value, null, value, timestamp);
                return;
            }
            channels[channelOfGroup[KeyGroups.groupOf(key, maxParallelism)]].add(value, timestamp);
        }
    }

    /** In turn to all consumers, beginning with another one in each instance. */
    private static final class InTurn<T> extends RecordWriter<T> {
        private int next;

        InTurn(List<ChannelWriter<T>> channels, int instance) {
            super(channels);
            next = instance % channels.size();
        }

        @Override
        public void collect(T value, long timestamp) {
            int channel = next;
            next = channel + 1 == channels.length ? 0 : channel + 1;
            channels[channel].add(value, timestamp);
        }
    }

    /** At random. */
    private static final class Shuffle<T> extends RecordWriter<T> {
        private final SplittableRandom random;

        Shuffle(List<ChannelWriter<T>> channels, int instance) {
            super(channels);
            random = new SplittableRandom(instance);
        }

        @Override
        public void collect(T value, long timestamp) {
            channels[random.nextInt(channels.length)].add(value, timestamp);
        }
    }

    /** To all consumers. */
    private static final class Broadcast<T> extends RecordWriter<T> {
        Broadcast(List<ChannelWriter<T>> channels) {
            super(channels);
        }

        @Override
        public void collect(T value, long timestamp) {
            for (ChannelWriter<T> channel : channels) {
                channel.add(value, timestamp);
            }
        }
    }

    /** As the program's function says. */
    private static final class Custom<T> extends RecordWriter<T> {
        private final KeySelector<T, Object> selector;
        private final Partitioner<Object> partitioner;

        Custom(List<ChannelWriter<T>> channels, Partitioning.Custom<T, Object> partitioning) {
            super(channels);
            selector = partitioning.selector();
            partitioner = partitioning.partitioner();
        }

        @Override
        public void collect(T value, long timestamp) throws Exception {
            int channel;
            try {
                channel = partitioner.partition(selector.getKey(value), channels.length);
            } catch (Exception e) {
                unsent("The partitioner failed: " + e, e, value, timestamp);
                return;
            }
            if (channel < 0 || channel >= channels.length) {
                String what = "The partitioner answered " + channel + ", but there are " + channels.length
                        + " partitions, counted from 0.";
                unsent(what, null, value, timestamp);
                return;
            }
            channels[channel].add(value, timestamp);
        }
    }
}
