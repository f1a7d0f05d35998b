package io.weir.benchmarks.tpch;

import io.weir.dataset.DataSet;
import java.util.Comparator;

/** Query 1: what was sold, returned and charged, by status. */
final class PricingSummary implements Query {
    private record Key(String returned, String status) {}

    private record Sums(Key key, long quantity, long price, long revenue, long charge, long discount, long count) {
        static Sums of(Tables.LineItem item) {
            return new Sums(
                    new Key(item.returned(), item.status()),
                    item.quantity(),
                    item.price(),
                    item.revenue(),
                    item.revenue() * (100 + item.tax()),
                    item.discount(),
                    1);
        }

        Sums plus(Sums other) {
            return new Sums(
                    key,
                    quantity + other.quantity,
                    price + other.price,
                    revenue + other.revenue,
                    charge + other.charge,
                    discount + other.discount,
                    count + other.count);
        }

        String line() {
            return Answers.line(
                    key.returned,
                    key.status,
                    quantity,
                    Answers.decimal(price, 2),
                    Answers.decimal(revenue, 4),
                    Answers.decimal(charge, 6),
                    Answers.mean(Answers.decimal(quantity, 0), count),
                    Answers.mean(Answers.decimal(price, 2), count),
                    Answers.mean(Answers.decimal(discount, 2), count),
                    count);
        }
    }

    @Override
    public DataSet<String> answer(Tables tables) {
        int last = Answers.day("1998-12-01") - 90;
        DataSet<Sums> sums = tables.lineItems()
                .filter(item -> item.shipped() <= last)
                .map(Sums::of)
                .groupBy("key")
                .reduce(Sums::plus);
        return Answers.inOrder(
                sums,
                (one, other) -> Comparator.comparing(Key::returned)
                        .thenComparing(Key::status)
                        .compare(one.key, other.key),
                Integer.MAX_VALUE,
                Sums::line);
    }
}
