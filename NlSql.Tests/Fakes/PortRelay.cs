using System.Net;
using System.Net.Sockets;

namespace NlSql.Tests.Fakes;

/// <summary>
/// A port of this machine that leads to another while it is open. Closed, it refuses like a server that is not there, and what went through
/// it breaks off; nobody else takes the port meanwhile.
/// </summary>
public sealed class PortRelay : IAsyncDisposable
{
    private readonly int target;
    private readonly Lock gate = new();
    private readonly List<Socket> connections = [];
    private Socket door;
    private TaskCompletionSource? held;
    private volatile TaskCompletionSource? silent;
    private Task accepting = Task.CompletedTask;

    /// <summary>Begins closed.</summary>
    public PortRelay(int target)
    {
        this.target = target;
        door = Bind(0);
        Port = ((IPEndPoint)door.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public void Open()
    {
        door.Listen();
        accepting = AcceptAsync(door);
    }

    /// <summary>From now on connections are taken and nothing goes through them, until they are let pass.</summary>
    public void Hold() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetPass() => held?.TrySetResult();

    /// <summary>From now on everything that comes is swallowed and nothing is refused, as by a firewall; until it is closed.</summary>
    public void Silence() => silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task CloseAsync()
    {
        LetPass();
        silent?.TrySetResult();
        silent = null;
        door.Dispose();
        await accepting;
        lock (gate)
        {
            connections.ForEach(connection => connection.Close(0));
            connections.Clear();
        }

        door = Bind(Port);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        door.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task AcceptAsync(Socket door)
    {
        while (true)
        {
            Socket near;
            try
            {
                near = await door.AcceptAsync();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }

            var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            lock (gate)
            {
                connections.AddRange([near, far]);
            }

            _ = JoinAsync(near, far);
        }
    }

    private async Task JoinAsync(Socket near, Socket far)
    {
        try
        {
            await (held?.Task ?? Task.CompletedTask);
            await far.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // The target refused.
        }

        near.Dispose();
        far.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[16384];
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                await (silent?.Task ?? Task.CompletedTask);
                for (var sent = 0; sent < length;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            // A side that breaks off breaks the other off, too.
            from.Close(0);
            to.Close(0);
        }
    }
}
