using VlDistill.Frames;

namespace VlDistill.Tests.Frames;

public sealed class MailboxTests
{
    [Fact]
    public void Put_Twice_KeepsTheLatestAndReturnsTheStale()
    {
        using var mailbox = new Mailbox<Item>();
        Item first = new(), second = new();

        mailbox.Put(first);
        mailbox.Put(second);

        Assert.True(first.Disposed);
        Assert.Equal(1, mailbox.Dropped);
        Assert.Same(second, mailbox.Take());
        Assert.Null(mailbox.Take());
        Assert.False(second.Disposed);
    }

    [Fact]
    public void Dispose_WithItemInside_DisposesItAndLaterOnes()
    {
        var mailbox = new Mailbox<Item>();
        Item inside = new(), late = new();
        mailbox.Put(inside);

        mailbox.Dispose();
        mailbox.Put(late);

        Assert.True(inside.Disposed && late.Disposed);
        Assert.Null(mailbox.Take(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Take_NothingComes_ReturnsAfterTheTimeout()
    {
        using var mailbox = new Mailbox<Item>();

        Assert.Null(mailbox.Take(TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Take_FromAnotherThread_LosesNoItemUncounted()
    {
        const int Items = 20_000;
        using var mailbox = new Mailbox<Item>();
        var taken = 0;
        var reader = new Thread(() =>
        {
            var last = -1;
            while (last < Items - 1)
            {
                if (mailbox.Take(TimeSpan.FromSeconds(5)) is not { } item) return;
                if (item.Number <= last || item.Disposed) return;
                last = item.Number;
                taken++;
            }
        });
        reader.Start();

        for (var i = 0; i < Items; i++) mailbox.Put(new Item { Number = i });

        Assert.True(reader.Join(TimeSpan.FromSeconds(10)));
        Assert.Equal(Items, taken + mailbox.Dropped);
    }

    private sealed class Item : IDisposable
    {
        public int Number { get; init; }

        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
