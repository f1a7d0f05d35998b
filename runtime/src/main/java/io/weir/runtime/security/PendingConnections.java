package io.weir.runtime.security;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of a port whose peers have not proved themselves yet. There is room for so many; a newcomer beyond
 * that closes the oldest, so that strangers who connect and stay silent cannot keep those out who answer at once. Lives
 * as long as its port; used by all of its event loops.
 */
final class PendingConnections {
    private final int most;
    private final Set<Channel> channels = new LinkedHashSet<>();

    PendingConnections(int most) {
        this.most = most;
    }

    void add(Channel channel) {
        Channel oldest = null;
        // Written by the event loops of all pending connections.
        synchronized (channels) {
            channels.add(channel);
            if (channels.size() > most) {
                Iterator<Channel> all = channels.iterator();
                oldest = all.next();
                all.remove();
            }
        }
        if (oldest != null) {
            oldest.close();
        }
    }

    void remove(Channel channel) {
        synchronized (channels) {
            channels.remove(channel);
        }
    }

    int size() {
        synchronized (channels) {
            return channels.size();
        }
    }
}
