package io.weir.runtime.network.netty;

import io.netty.channel.DefaultFileRegion;
import io.weir.runtime.network.SpilledFrame;

/** The bytes of a frame in a file on their way to the socket. Netty's event loop owns it; the file outlives it. */
final class SpilledRegion extends DefaultFileRegion {
    private final SpilledFrame frame;

    SpilledRegion(SpilledFrame frame) {
        super(frame.file(), frame.position(), frame.length());
        this.frame = frame;
    }

    /** Closes no file, for others read it too. */
    @Override
    protected void deallocate() {
        frame.release();
    }
}
