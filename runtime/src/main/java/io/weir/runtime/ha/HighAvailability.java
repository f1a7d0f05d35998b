package io.weir.runtime.ha;

import io.weir.configuration.Configuration;
import io.weir.configuration.HighAvailabilityOptions;
import io.weir.configuration.HighAvailabilityType;

/** What processes of a cluster know of each other without asking the leader. For any thread; closed with its process. */
public interface HighAvailability extends AutoCloseable {
    /**
     * Returns whether leaders are elected.
     *
     * @param configuration the options
     * @return false if there is one JobManager, whose address is known
     */
    static boolean isEnabled(Configuration configuration) {
        return configuration.get(HighAvailabilityOptions.TYPE) != HighAvailabilityType.NONE;
    }

    /**
     * Connects to whatever elects leaders.
     *
     * @param configuration the options, with which it {@link #isEnabled}
     * @return the connection
     * @throws io.weir.util.WeirException if an option is missing
     */
    static HighAvailability open(Configuration configuration) {
        return ZooKeeperHighAvailability.open(configuration);
    }

    /**
     * Takes part in elections.
     *
     * @param name what others call the process, for people
     * @param replaces whether it knows that all others have been replaced by it, and need not be waited for
     * @return the election, once
     */
    LeaderElection election(String name, boolean replaces);

    /** Returns what tells who leads. */
    LeaderRetrieval retrieval();

    @Override
    void close();
}
