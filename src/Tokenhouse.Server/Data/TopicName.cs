using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>Topics as text. An unknown name is read as <see cref="Topic.Other"/>, so that it doesn't stop the feed.</summary>
public sealed class TopicName() : ValueConverter<Topic, string>(topic => topic.ToString(), name => Read(name))
{
    private static Topic Read(string name) => Enum.TryParse<Topic>(name, out var topic) ? topic : Topic.Other;
}
