package io.weir.runtime.ha;

import io.weir.configuration.Configuration;

/** Elects and finds leaders with ZooKeeper. For any thread. */
final class ZooKeeperHighAvailability implements HighAvailability {
    private final ZooKeeper zooKeeper;
    private final HaStorage storage;
    private final ZooKeeperRetrieval retrieval;

    private ZooKeeperHighAvailability(ZooKeeper zooKeeper, HaStorage storage) {
        this.zooKeeper = zooKeeper;
        this.storage = storage;
        this.retrieval = new ZooKeeperRetrieval(zooKeeper);
    }

    static ZooKeeperHighAvailability open(Configuration configuration) {
        HaStorage storage = HaStorage.of(configuration);
        return new ZooKeeperHighAvailability(ZooKeeper.open(configuration), storage);
    }

    @Override
    public LeaderElection election(String name, boolean replaces) {
        return new ZooKeeperElection(zooKeeper, storage, name, replaces);
    }

    @Override
    public LeaderRetrieval retrieval() {
        return retrieval;
    }

    @Override
    public void close() {
        retrieval.close();
        zooKeeper.close();
    }
}
