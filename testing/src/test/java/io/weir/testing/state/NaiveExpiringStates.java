package io.weir.testing.state;

import io.weir.testing.state.ExpiringStates.Action;
import io.weir.testing.state.ExpiringStates.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What states with a time to live should show: everything has the time of its last use beside it. The test's thread owns it. */
final class NaiveExpiringStates {
    private final long timeToLive;
    private final boolean readingCounts;
    private final Map<String, OfKey> keys = new HashMap<>();
    private long now;

    /** Something with the time of its last use. */
    private record Used<T>(T what, long time) {}

    private static final class OfKey {
        private Used<Long> value;
        private List<Used<Long>> list = new ArrayList<>();
        private final TreeMap<Long, Used<Long>> map = new TreeMap<>();
        private Used<Long> sum;
        private Used<String> text;
    }

    NaiveExpiringStates(long timeToLive, boolean readingCounts) {
        this.timeToLive = timeToLive;
        this.readingCounts = readingCounts;
    }

    void advanceClock(long to) {
        now = to;
    }

    /** Does what a record says and returns what is seen. */
    String take(Order order) {
        OfKey key = keys.computeIfAbsent(order.key(), none -> new OfKey());
        key.value = alive(key.value);
        key.list.removeIf(each -> alive(each) == null);
        key.map.values().removeIf(each -> alive(each) == null);
        key.sum = alive(key.sum);
        key.text = alive(key.text);
        return order + " sees " + done(key, order.action(), order.number());
    }

    private <T> Used<T> alive(Used<T> used) {
        return used != null && used.time() + timeToLive > now ? used : null;
    }

    private Object done(OfKey key, Action action, long number) {
        switch (action) {
            case SET_VALUE -> key.value = new Used<>(number, now);
            case ADD_TO_LIST -> key.list.add(new Used<>(number, now));
            case PUT_INTO_MAP -> key.map.put(number, new Used<>(number * 7, now));
            case REMOVE_FROM_MAP -> key.map.remove(number);
            case ADD_TO_SUM -> key.sum = new Used<>(key.sum == null ? number : key.sum.what() + number, now);
            case ADD_TO_TEXT -> key.text = new Used<>((key.text == null ? "" : key.text.what()) + number + ' ', now);
            case CLEAR -> keys.values().remove(key);
            default -> {
                return got(key, action, number);
            }
        }
        return "nothing";
    }

    private Object got(OfKey key, Action action, long number) {
        switch (action) {
            case GET_VALUE -> {
                key.value = read(key.value);
                return what(key.value);
            }
            case GET_LIST -> {
                key.list = new ArrayList<>(key.list.stream().map(this::read).toList());
                StringBuilder text = new StringBuilder();
                key.list.forEach(each -> text.append(each.what()).append(' '));
                return text.toString();
            }
            case GET_FROM_MAP -> {
                key.map.computeIfPresent(number, (same, used) -> read(used));
                return what(key.map.get(number));
            }
            case GET_MAP -> {
                key.map.replaceAll((same, used) -> read(used));
                Map<Long, Long> all = new TreeMap<>();
                key.map.forEach((each, used) -> all.put(each, used.what()));
                return all;
            }
            case GET_SUM -> {
                key.sum = read(key.sum);
                return what(key.sum);
            }
            default -> {
                key.text = read(key.text);
                return what(key.text);
            }
        }
    }

    private <T> Used<T> read(Used<T> used) {
        return readingCounts && used != null ? new Used<>(used.what(), now) : used;
    }

    private static <T> T what(Used<T> used) {
        return used == null ? null : used.what();
    }
}
